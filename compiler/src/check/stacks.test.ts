/** The lazy-stack proof over small programs: which sites need the page below, how they must touch it, what breaks the rule. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../frontend/diagnostics.ts";
import { loadProgram } from "../frontend/index.ts";
import { checkStacks } from "./stacks.ts";

const prelude = fileURLToPath(new URL("../../../kernel/lib/prelude.d.ts", import.meta.url));
const BASE = `/** @disables */ function off(): boolean { asm\`cli\`; return true; }
/** @restores */ function restore(on: boolean): void { if (on) asm\`sti\`; }
/** @enables */ function on(): void { asm\`sti\`; }
/** @touches always */ function touch(): void {}
/** @touches tested */ function touchIfNeeded(): void {}
let n: u64 = 0;
`;

/** The diagnostics of one file's program below BASE, as `code message / suggestion`. */
function check(source: string): string[] {
  const { program, diagnostics } = loadProgram({
    roots: ["/v/a.ts"],
    sourceRoot: "/v",
    target: { arch: "x64", host: false, debug: false },
    prelude,
    overlay: new Map([["/v/a.ts", BASE + source]]),
  });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return checkStacks(program!).map((d) => `${d.code} ${d.message} / ${d.suggestion}`);
}
const codes = (source: string): string[] => check(source).map((line) => line.slice(0, 6));
const fromProgram = (body: string, more = "") =>
  `${more}/** @stack program */ export function p(test: boolean): void { ${body} }`;

describe("a site on a program's stack", () => {
  test("needs a touch, and the chain to it is shown", () => {
    const found = check(`/** @stack program\n * @symbol p */ export function p(): void {\n  q();\n}
      function q(): void { const was = off(); n++; restore(was); }`);
    expect(found).toEqual([
      "OS1132 q turns interrupts off on a program's stack and the page below may be missing: " +
        "p -> q (a.ts:9) -> off (a.ts:11; turns interrupts off) / " +
        "call touchStackBelow() before (docs/contexts.md)",
    ]);
  });
  test("is right with an unconditional touch where interrupts are known to be on", () => {
    expect(check(fromProgram("touch(); const was = off(); n++; restore(was);"))).toEqual([]);
    expect(check(fromProgram("touchIfNeeded(); const was = off(); restore(was);"))).toEqual([
      "OS1133 p touches the page below its stack, but needs no test: it runs on program stacks alone, with " +
        "interrupts on / call touchStackBelow() (docs/contexts.md)",
    ]);
  });
  test("the touch must be on every way", () => {
    expect(codes(fromProgram("if (test) touch(); const was = off(); restore(was);"))).toEqual(["OS1132"]);
    expect(codes(fromProgram("if (test) touch(); else touch(); const was = off(); restore(was);"))).toEqual(
      [],
    );
    expect(codes(fromProgram("while (test) { touch(); n++; } const was = off(); restore(was);"))).toEqual([
      "OS1132",
    ]);
    expect(
      codes(fromProgram("switch (n) { case 1: touch(); break; default: return; } restore(off());")),
    ).toEqual(["OS1136"]);
  });
  test("a touch in another function does not count", () => {
    expect(
      codes(
        fromProgram(
          "touch(); q();",
          "function q(): void { restoreAll(off()); }\nfunction restoreAll(was: boolean): void { on(); }\n",
        ),
      ),
    ).toEqual(["OS1132"]);
  });
  test("needs none where interrupts are off already, and a touch there is refused", () => {
    const inner = (body: string) =>
      `function inner(): void { ${body} const again = off(); n++; restore(again); }\n`;
    const outer = "touch(); const was = off(); inner(); restore(was);";
    expect(check(fromProgram(outer, inner("")))).toEqual([]);
    expect(check(fromProgram(outer, inner("touch();")))).toEqual([
      "OS1133 inner touches the page below its stack, but interrupts are off there already / " +
        "leave it out (docs/contexts.md)",
    ]);
  });
  test("needs the tested touch where callers differ", () => {
    const inner = (body: string) =>
      `function inner(): void { ${body} const again = off(); n++; restore(again); }\n`;
    const outer = "inner(); touch(); const was = off(); inner(); restore(was);";
    expect(check(fromProgram(outer, inner("touchIfNeeded();")))).toEqual([]);
    expect(codes(fromProgram(outer, inner("touch();")))).toEqual(["OS1133"]);
    expect(codes(fromProgram(outer, inner("")))).toEqual(["OS1132"]);
  });
  test("a loop that leaves interrupts off at its end comes round with them off", () => {
    expect(codes(fromProgram("while (test) { touch(); off(); n++; } on();"))).toEqual(["OS1133"]);
    expect(codes(fromProgram("while (test) { touchIfNeeded(); off(); n++; } on();"))).toEqual([]);
  });
  test("virtual calls, code pointers and closures lead there", () => {
    const site = "const was = off(); n++; restore(was);";
    const virtual = `abstract class A { abstract m(): void; }
      class B extends A { override m(): void { ${site} } }
      /** @stack program */ export function p(a: A): void { a.m(); }`;
    expect(check(virtual)[0]).toContain("p -> B.m (");
    const pointer = `let act: FnPtr<() => void> | null = null;
      function q(): void { ${site} }
      /** @stack program */ export function p(): void { act = q; const a = act; if (a !== null) a(); }`;
    expect(check(pointer)[0]).toContain("p -> q (");
    const closure = `function each(act: (x: u64) => void): void { act(1); }
      /** @stack program */ export function p(k: u64): void { each((x) => { if (x === k) { ${site} } }); }`;
    expect(codes(closure)).toEqual(["OS1132"]);
    expect(codes(closure.replace("const was", "touchIfNeeded(); const was"))).toEqual([]);
  });
});

describe("kernel stacks", () => {
  const site = "const was = off(); n++; restore(was);";
  const kernel = (body: string) => `/** @stack kernel */ export function k(): void { ${body} }\n`;

  test("need no touch, and have none", () => {
    expect(check(kernel(site) + fromProgram("n++;"))).toEqual([]);
    expect(check(kernel(`touchIfNeeded(); ${site}`) + fromProgram("n++;"))).toEqual([
      "OS1133 k touches the page below its stack, but runs on kernel stacks alone, which are all there / " +
        "leave it out (docs/contexts.md)",
    ]);
  });
  test("a function for both kinds tests at run time", () => {
    const both = (touch: string) =>
      `function q(): void { ${touch} ${site} }\n${kernel("q();")}${fromProgram("q();")}`;
    expect(check(both("touchIfNeeded();"))).toEqual([]);
    expect(check(both("touch();"))[0]).toContain(
      "may run on a kernel stack: k -> q (a.ts:8; on a kernel stack)",
    );
    expect(codes(both(""))).toEqual(["OS1132"]);
  });
  test("an entry of theirs is not called on a program's stack", () => {
    expect(check(kernel("n++;") + fromProgram("k();"))).toEqual([
      "OS1134 k is for kernel stacks and may run on a program's: p -> k (a.ts:8; for kernel stacks) / " +
        "switch to a kernel stack on the way, as a system call does (docs/contexts.md)",
    ]);
  });
});

describe("what the proof rests on", () => {
  test("every entry from outside says on which stack it begins", () => {
    const entry = "/** @symbol enter */ export function enter(): void { n++; }\n";
    expect(codes(entry + fromProgram("n++;"))).toEqual(["OS1135"]);
    expect(
      codes(`function taken(): void { n++; }
      /** @stack program */ export function p(): u64 { return addressOf(taken); }`),
    ).toEqual(["OS1135"]);
    expect(codes(entry)).toEqual([]);
  });
  test("the program gets its interrupts back", () => {
    expect(codes(fromProgram("touch(); const was = off(); if (test) return; restore(was);"))).toEqual([
      "OS1136",
    ]);
    expect(codes(fromProgram("touch(); off();"))).toEqual(["OS1136"]);
  });
  test("assembly that changes interrupts is tagged", () => {
    expect(check(fromProgram("q();", "function q(): void { asm`pushfq\n cli`; }\n"))[0]).toContain(
      "OS1137 q changes",
    );
    expect(codes(fromProgram("q();", "function q(): void { asm`nop # cli`; }\n"))).toEqual([]);
  });
});
