import { expect, test } from "vitest";
import { directionFault, importsOf, roomOf } from "./imports.ts";

const root = "/clone";

test("a value import upward is a fault, downward is none", () => {
  expect(directionFault("image/src/a.ts", "cli/src/index.ts")).toContain("image/ may not import from cli/");
  expect(directionFault("cli/src/a.ts", "image/src/index.ts")).toBeNull();
  expect(directionFault("kernel/lib/log.ts", "kernel/syscall/read.ts")).toContain("stands above");
  expect(directionFault("kernel/syscall/read.ts", "kernel/lib/log.ts")).toBeNull();
});

test("types do not count, several lines and dynamic imports do", () => {
  const text = [
    'import type { A } from "../b.ts";',
    "import {",
    "  b,",
    '} from "@osier/image";',
    'export * from "./c.ts";',
    'const d = await import("./d.ts");',
    '/* import { e } from "./e.ts"; */',
    'import { readFileSync } from "node:fs";',
  ].join("\n");
  expect(importsOf("/clone/cli/src/a.ts", text, root).map(({ to, line }) => [to, line])).toEqual([
    ["/clone/image/src/index.ts", 2],
    ["/clone/cli/src/c.ts", 5],
    ["/clone/cli/src/d.ts", 6],
  ]);
});

test("rooms are folders, under src where there is one", () => {
  expect(["kernel/mm/heap.ts", "cli/src/vm/run.ts", "cli/src/main.ts", "kernel/main.ts"].map(roomOf)).toEqual(
    ["kernel/mm", "cli/src/vm", "cli/src/main.ts", "kernel/main.ts"],
  );
});
