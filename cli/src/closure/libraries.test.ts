/** The loader's rules, judged by real programs built here and by ldd's own answers. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { testDir } from "../test-dir.ts";
import { OsierError } from "../ui/error.ts";
import { readDynamic } from "./dynamic.ts";
import { hostLibrarySearch, LibraryClosure } from "./libraries.ts";

const dir = testDir("libraries");
const limit = { timeout: 60_000 };

function gcc(...args: string[]): void {
  execFileSync("gcc", args, { ...limit, cwd: dir });
}

beforeAll(() => {
  for (const sub of ["a", "b", "bin"]) mkdirSync(join(dir, sub));
  writeFileSync(join(dir, "inner.c"), "int inner(void) { return 1; }\n");
  writeFileSync(join(dir, "outer.c"), "int inner(void); int outer(void) { return inner(); }\n");
  writeFileSync(join(dir, "main.c"), "int outer(void); int main(void) { return outer(); }\n");
  gcc("-shared", "-fPIC", "-o", "b/libinner.so", "inner.c");
  gcc("-shared", "-fPIC", "-o", "a/libouter.so", "outer.c", "-Lb", "-linner");
  const link = ["main.c", "-La", "-Lb", "-louter", "-Wl,-rpath-link,b"];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the loader's own spelling
  gcc("-o", "bin/rpath", ...link, "-Wl,--disable-new-dtags,-rpath,$ORIGIN/../a:${ORIGIN}/../b");
  gcc("-o", "bin/runpath", ...link, "-Wl,--enable-new-dtags,-rpath,$ORIGIN/../a:$ORIGIN/../b");
});

function closure(path: string): string[] {
  const found = new LibraryClosure(hostLibrarySearch());
  found.addProgram(path);
  return [...found.objects.keys()];
}

function failure(path: string): OsierError {
  try {
    closure(path);
  } catch (error) {
    if (error instanceof OsierError) return error;
  }
  throw new Error(`${path} was accepted`);
}

test.each(["/usr/bin/python3", "/usr/bin/perl", "/usr/bin/sqlite3", "/usr/bin/gdb", "/usr/bin/ls"])(
  "%s: the same libraries as ldd",
  (program) => {
    const ldd = execFileSync("ldd", [program], { encoding: "utf8", ...limit });
    const expected = [...ldd.matchAll(/=> (\/\S+)|^\t(\/\S+) \(/gm)].map(([, a, b]) => a ?? b);
    expect(closure(program).slice(1).sort()).toEqual(expected.sort());
  },
);

test("DT_RPATH serves the libraries of libraries too", () => {
  expect(closure(join(dir, "bin/rpath"))).toContain(`${dir}/b/libinner.so`);
});

test("DT_RUNPATH does not, and the error says which, by whom, where", () => {
  const error = failure(join(dir, "bin/runpath"));
  expect(error.what).toBe("library libinner.so is missing");
  expect(error.where).toContain("libouter.so");
  expect(error.where).toContain("bin/runpath");
  expect(error.mend).toContain("searched in:");
  expect(error.mend).toContain("/lib/x86_64-linux-gnu");
});

test("a static program needs nothing", () => {
  expect(closure("/usr/bin/busybox")).toEqual(["/usr/bin/busybox"]);
});

test("what is no x86-64 program is refused with status 126 and a reason", () => {
  const text = join(dir, "text");
  writeFileSync(text, "hello\n");
  expect(failure(text)).toMatchObject({ status: 126, what: "the file is not an ELF file" });

  const truncated = join(dir, "truncated");
  copyFileSync("/usr/bin/ls", truncated);
  for (const size of [63, 200, 5000, 100_000]) {
    truncateSync(truncated, 0);
    copyFileSync("/usr/bin/ls", truncated);
    truncateSync(truncated, size);
    expect(failure(truncated)).toMatchObject({ status: 126, what: expect.stringContaining("truncated") });
  }
  rmSync(truncated);

  execFileSync("aarch64-linux-gnu-gcc", ["-shared", "-nostdlib", "-o", "arm.so", "inner.c"], {
    ...limit,
    cwd: dir,
  });
  expect(failure(join(dir, "arm.so"))).toMatchObject({
    status: 126,
    what: expect.stringContaining("aarch64"),
  });
  gcc("-c", "-o", "inner.o", "inner.c");
  expect(failure(join(dir, "inner.o"))).toMatchObject({
    status: 126,
    what: expect.stringContaining("neither"),
  });
});

test("headers that point nowhere are an error, never a crash", () => {
  const file = join(dir, "flipped");
  const good = execFileSync("cat", ["/usr/bin/ls"], { maxBuffer: 1 << 24 });
  for (let at = 0; at < 64 + 13 * 56; at++) {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] as number) ^ 0xff;
    writeFileSync(file, bytes);
    try {
      readDynamic(file);
    } catch (error) {
      expect(error, `byte ${at}: ${error}`).toBeInstanceOf(OsierError);
    }
  }
});
