/** Names, linkage and order of what the front end hands on. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { formatDiagnostic } from "./diagnostics.ts";
import { loadProgram } from "./index.ts";
import type { FunctionInfo, Program, SourceUnit } from "./tree.ts";

const prelude = fileURLToPath(new URL("../../../kernel/lib/prelude.d.ts", import.meta.url));

function load(sources: Record<string, string>, root: string, arch: "x64" | "aarch64" = "x64"): Program {
  const { program, diagnostics } = loadProgram({
    roots: [root],
    sourceRoot: "/root",
    extraRoots: [{ prefix: "extra", dir: "/elsewhere" }],
    target: { arch, host: false, debug: false },
    prelude,
    overlay: new Map(Object.entries(sources)),
  });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return program!;
}
const unit = (program: Program, path: string): SourceUnit => program.files.find((f) => f.path === path)!;
const named = (u: SourceUnit, symbol: string): FunctionInfo => u.functions.find((f) => f.symbol === symbol)!;

test("symbols follow the path, the class and the tag", () => {
  const program = load(
    {
      "/root/mm/page-cache.ts": `import { g } from "../../elsewhere/x.ts";
        export class Cache { read(): u32 { return g(); } }
        function local(): u32 { return 1; }
        /** @symbol memcpy libc.so.6 GLIBC_2.14 */
        export function copy(): u32 { return local(); }`,
      "/elsewhere/x.ts": "export function g(): u32 { return 2; }",
    },
    "/root/mm/page-cache.ts",
  );
  expect(program.files.map((f) => f.path)).toEqual(["extra/x.ts", "mm/page-cache.ts"]);
  const cache = unit(program, "mm/page-cache.ts");
  const linkage = Object.fromEntries(cache.functions.map((f) => [f.symbol, f.linkage]));
  expect(linkage).toEqual({
    mm_page_cache__Cache__read: "hidden",
    mm_page_cache__local: "internal",
    memcpy: "exported",
  });
  expect(named(cache, "memcpy").version).toEqual({ library: "libc.so.6", version: "GLIBC_2.14" });
});

test("a branch for another machine is not compiled, nor what only it calls referred to", () => {
  const sources = {
    "/root/a.ts": `export function f(): u32 { if (TARGET.arch === "x64") return 1; else return 2; }
      if (TARGET.arch === "aarch64") asm\`nop\`;`,
  };
  for (const [arch, result, asm] of [
    ["x64", 1n, 0],
    ["aarch64", 2n, 1],
  ] as const) {
    const a = unit(load(sources, "/root/a.ts", arch), "a.ts");
    expect(a.moduleAsm.length).toBe(asm);
    expect(a.functions[0]?.body).toMatchObject({
      body: [{ kind: "return", value: { kind: "int", value: result } }],
    });
  }
});

test("an instance is emitted where it is used, and opens the local functions that it calls", () => {
  const program = load(
    {
      "/root/list.ts": `function step(): u64 { return 1; }
        export function size<T>(x: T): u64 { return sizeOf<T>() + step(); }`,
      "/root/a.ts": 'import { size } from "./list.ts";\nexport function f(x: u16): u64 { return size(x); }',
    },
    "/root/a.ts",
  );
  expect(named(unit(program, "a.ts"), "list__size__u16").linkage).toBe("linkonce");
  expect(unit(program, "list.ts").functions.map((f) => [f.symbol, f.linkage])).toEqual([
    ["list__step", "hidden"],
  ]);
});

test("constants have no code; other initialisers run in the order of imports", () => {
  const program = load(
    {
      "/root/low.ts": "export const base = start();\nfunction start(): u32 { return 3; }",
      "/root/high.ts": `import { base } from "./low.ts";
        export const K: u32 = 4;
        export const next = base + K;
        export let plain: u32 = K * 2;`,
    },
    "/root/high.ts",
  );
  const [low, high] = [unit(program, "low.ts"), unit(program, "high.ts")];
  expect(low.initialiserPriority).toBeLessThan(high.initialiserPriority);
  expect(high.globals.map((g) => [g.name, g.constant])).toEqual([
    ["next", null],
    ["plain", { kind: "int", value: 8n }],
  ]);
  expect(high.initialiser?.symbol).toBe("high__init");
});

test("a method is virtual only where a class below overrides it", () => {
  const program = load(
    {
      "/root/a.ts": `export class A { m(): u32 { return 1; } n(): u32 { return 2; } }
        export class B extends A { override m(): u32 { return 3; } }
        export function f(a: A): u32 { return a.m() + a.n(); }
        export function g(b: B): u32 { return b.m(); }`,
    },
    "/root/a.ts",
  );
  const a = unit(program, "a.ts");
  expect(a.classes.map((c) => [c.name, c.polymorphic, c.vtable.map((s) => s.target?.symbol)])).toEqual([
    ["A", true, ["a__A__m"]],
    ["B", true, ["a__B__m"]],
  ]);
  expect(named(a, "a__f").body).toMatchObject({
    body: [{ value: { left: { kind: "virtualCall", slot: 0 }, right: { kind: "call" } } }],
  });
  expect(named(a, "a__g").body).toMatchObject({ body: [{ value: { kind: "call" } }] });
});
