/** Stack depths over small programs with given frame sizes, and the reading of the tool's output. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadProgram } from "../frontend/index.ts";
import { parseStackSizes } from "../link/stacksizes.ts";
import { CallGraph } from "./callgraph.ts";
import { type Depth, StackDepths } from "./stackdepth.ts";

const prelude = fileURLToPath(new URL("../../../kernel/lib/prelude.d.ts", import.meta.url));

function depthOf(source: string, frames: Record<string, number>): Depth {
  const { program } = loadProgram({
    roots: ["/v/a.ts"],
    sourceRoot: "/v",
    target: { arch: "x64", host: false, debug: false },
    prelude,
    overlay: new Map([["/v/a.ts", source]]),
  });
  const graph = new CallGraph(program!);
  const sizes = new Map(Object.entries(frames).map(([name, size]) => [`a__${name}`, size]));
  return new StackDepths(graph, sizes).of(graph.functions.find((f) => f.name === "f")!);
}
const names = (depth: Depth): string[] => depth.chain.map((frame) => frame.at.name);

test("the deepest way counts, with a return address a frame; what was put into its caller has none", () => {
  const source = `export function f(): void { a(); b(); }
    function a(): void { c(); }
    function b(): void {}
    function c(): void {}`;
  const depth = depthOf(source, { f: 16, b: 32, c: 100 });
  expect([depth.bytes, names(depth)]).toEqual([24 + 108, ["f", "a", "c"]]);
  expect(depthOf(source, { f: 16, b: 200, c: 100 }).bytes).toBe(24 + 208);
});
test("a circle is counted once and told", () => {
  const depth = depthOf(
    `export function f(n: u32): void { a(n); }
     function a(n: u32): void { b(n); }
     function b(n: u32): void { a(n); c(); }
     function c(): void {}`,
    { f: 8, a: 24, b: 40, c: 56 },
  );
  expect(depth.bytes).toBe(16 + 32 + 48 + 64);
  expect(depth.circles.map((circle) => circle.map((f) => f.name).sort())).toEqual([["a", "b"]]);
});
test("a function that calls itself is a circle", () => {
  expect(depthOf("export function f(n: u32): void { f(n); }", { f: 8 }).circles.length).toBe(1);
});
test("a closure lies below the function that calls it", () => {
  const source = `export function f(): void { each((x) => g()); }
    function each(act: (x: u32) => void): void { act(1); }
    function g(): void {}`;
  const depth = depthOf(source, { f: 8, each: 56, f__arrow: 16, g: 0 });
  expect([depth.bytes, depth.chain.length]).toEqual([16 + 64 + 24 + 8, 4]);
});
test("a closure adds to the call that it is given to, and to no other", () => {
  const source = `export function f(): void { each((x) => g()); h(); }
    function each(act: (x: u32) => void): void { act(1); }
    function g(): void {}
    function h(): void {}`;
  expect(depthOf(source, { f: 8, each: 8, f__arrow: 16, g: 32, h: 72 }).bytes).toBe(16 + 80);
  expect(depthOf(source, { f: 8, each: 8, f__arrow: 16, g: 32, h: 8 }).bytes).toBe(16 + 16 + 24 + 40);
});
test("texts of one function do not add up, closures that are kept do", () => {
  const each = "function each(act: (x: u32) => void): void { act(1); }\n";
  const inline = `${each}export function f(): void { each((x) => {}); each((x) => {}); }`;
  expect(depthOf(inline, { f: 8, each: 8, f__arrow: 16, f__arrow_2: 16 }).bytes).toBe(16 + 16 + 24);
  const kept = `${each}export function f(): void {
    const a = (x: u32): void => {}; const b = (x: u32): void => {}; each(a); each(b); }`;
  expect(depthOf(kept, { f: 8, each: 8, f__a: 16, f__b: 16, f__arrow: 16, f__arrow_2: 16 }).bytes).toBe(
    16 + 16 + 24 + 24,
  );
});
test("@depth bounds a circle: a way to the function, and so often one from it", () => {
  const source = (tag: string) => `export function f(n: u32): void { a(n); }
    function a(n: u32): void { b(n); }
    ${tag} function b(n: u32): void { a(n); c(); }
    function c(): void {}`;
  const bounded = depthOf(source("/** @depth 3 the input is checked */"), { f: 8, a: 24, b: 40, c: 56 });
  expect([bounded.bytes, bounded.circles]).toEqual([16 + 32 + 3 * (48 + 32) + 64, []]);
});
test("@depth does not bound a circle beside it", () => {
  const depth = depthOf(
    `export function f(n: u32): void { a(n); }
     function a(n: u32): void { b(n); c(n); }
     /** @depth 3 the input is checked */ function b(n: u32): void { a(n); }
     function c(n: u32): void { a(n); }`,
    { f: 8, a: 24, b: 40, c: 56 },
  );
  expect(depth.circles.length).toBe(1);
});
test("a panic is not followed", () => {
  const source = `/** @noreturn\n * @cold */ function stop(): never { g(); unreachable(); }
    function g(): void {}
    export function f(): void { stop(); }`;
  expect(depthOf(source, { f: 8, stop: 500, g: 500 }).bytes).toBe(16);
});
test("the sizes of the tool, names of one file merged to the largest", () => {
  const text = `StackSizes [
  Entry {
    Functions: [a__f, a__g]
    Size: 0x18
  }
  Entry {
    Functions: [a__f.llvm.123]
    Size: 0x28
  }
]`;
  expect([...parseStackSizes(text)]).toEqual([
    ["a__f", 0x28],
    ["a__g", 0x18],
  ]);
});
