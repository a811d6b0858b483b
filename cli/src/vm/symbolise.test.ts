import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { testDir } from "../test-dir.ts";
import { Symboliser } from "./symbolise.ts";

const dir = testDir("symbols");
const program = join(dir, "program");
let address = "";

beforeAll(() => {
  writeFileSync(
    join(dir, "program.c"),
    "int work(int n) {\n  return n * 3;\n}\n\nint main(void) {\n  return work(1);\n}\n",
  );
  execFileSync("gcc", ["-g", "-O0", "-o", program, join(dir, "program.c")], { timeout: 60_000 });
  const symbols = execFileSync("nm", [program], { encoding: "utf8" });
  address = `0x${/^0*([0-9a-f]+) T work$/m.exec(symbols)?.[1]}`;
});

test("tokens of kernel and program become function, file and line", () => {
  const symboliser = new Symboliser(program, (path) => (path === "/usr/bin/work" ? program : null));
  expect(symboliser.line(`  #0 [k:${address}]`)).toMatch(
    /^ {2}#0 \[k:0x[0-9a-f]+\] work \(.*program\.c:1\)$/,
  );
  expect(symboliser.line(`  #1 [u:/usr/bin/work+${address}]`)).toMatch(/ work \(.*program\.c:1\)$/);
});

test("what is unknown stays as it is", () => {
  const symboliser = new Symboliser(join(dir, "none"), () => null);
  for (const line of ["no token", `[k:${address}]`, `[u:/none+${address}]`])
    expect(symboliser.line(line)).toBe(line);
});
