/** The context proof over small programs: each way to call, each rule, and what must stay silent. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { DIAGNOSTICS, formatDiagnostic } from "../frontend/diagnostics.ts";
import { loadProgram } from "../frontend/index.ts";
import { checkContexts } from "./contexts.ts";

const prelude = fileURLToPath(new URL("../../../kernel/lib/prelude.d.ts", import.meta.url));
const writer = `export abstract class Writer { abstract string(s: string): void;
  unsigned(v: u64, width: u32): void {} }`;
const SLEEP = "/** @sleeps */ export function block(): void {}\n";

/** The diagnostics of one file's program, as `code message`. */
function check(source: string, more: Record<string, string> = {}): string[] {
  const overlay = new Map(
    Object.entries({ "a.ts": source, "lib/writer.ts": writer, ...more }).map(([name, text]) => [
      `/v/${name}`,
      text,
    ]),
  );
  const { program, diagnostics } = loadProgram({
    roots: ["/v/a.ts"],
    sourceRoot: "/v",
    target: { arch: "x64", host: false, debug: false },
    prelude,
    overlay,
  });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return checkContexts(program!).map((d) => `${d.code} ${d.message}`);
}
/** The one chain that is found. */
function chainOf(source: string): string {
  const found = check(SLEEP + source);
  expect(found.length).toBe(1);
  return found[0]!.slice(found[0]!.indexOf(": ") + 2);
}

describe("rules", () => {
  const promises = ["irq", "nopreempt", "nosleep", "nofault"];
  const broken = (promise: string, seed: string) =>
    check(`/** @${seed} */ function s(): void {}\n/** @${promise} */ export function f(): void { s(); }`);

  test.each([
    ["sleeps", `OS${DIAGNOSTICS.contextSleeps.code}`, ["irq", "nopreempt", "nosleep"]],
    ["faults", `OS${DIAGNOSTICS.contextFaults.code}`, ["irq", "nopreempt", "nofault"]],
  ] as const)("what @%s is forbidden in", (seed, code, forbidden) => {
    for (const promise of promises) {
      const codes = broken(promise, seed).map((d) => d.slice(0, 6));
      expect(codes, promise).toEqual((forbidden as readonly string[]).includes(promise) ? [code] : []);
    }
  });
  test("the chain has a place for each call", () => {
    const found = check(`import { b } from "./b.ts";\n/** @irq */\nexport function a(): void {\n  b();\n}`, {
      "b.ts": "export function b(): void {\n  c();\n}\n/** @sleeps */\nfunction c(): void {}",
    });
    expect(found).toEqual(["OS1130 a is @irq and may sleep: a -> b (a.ts:4) -> c (b.ts:2; sleeps)"]);
  });
  test("a function that breaks its own promise is found", () => {
    expect(check("/** @irq @sleeps */ export function f(): void {}")).toEqual([
      "OS1130 f is @irq and may sleep: f (sleeps)",
    ]);
  });
  test("a broken promise below another one is reported once, where it is made", () => {
    const found = check(`${SLEEP}/** @nosleep */ function g(): void { block(); }
      /** @irq */ export function f(): void { g(); }`);
    expect(found).toEqual(["OS1130 g is @nosleep and may sleep: g -> block (a.ts:2; sleeps)"]);
  });
  test("an assumption ends the search for its fact only", () => {
    const source = (fact: string) => `/** @${fact} */ function s(): void {}
      /** @assume nosleep tested before */ function g(): void { s(); }
      /** @irq */ export function f(): void { g(); }`;
    expect(check(source("sleeps"))).toEqual([]);
    expect(check(source("faults")).length).toBe(1);
  });
  test("recursion ends", () => {
    expect(
      check("/** @irq */ export function f(n: u32): void { g(n); }\nfunction g(n: u32): void { f(n); }"),
    ).toEqual([]);
  });
});

describe("calls", () => {
  test("virtual: every class at or below the static one, and no other", () => {
    const classes = `abstract class A { abstract m(): void; }
      class B extends A { override m(): void {} }
      class C extends B { override m(): void { block(); } }
      class D extends A { override m(): void {} }\n`;
    const root = (type: string) => `/** @irq */ export function f(x: ${type}): void { x.m(); }`;
    expect(chainOf(classes + root("A"))).toContain("f -> C.m (");
    expect(chainOf(classes + root("B"))).toContain("f -> C.m (");
    expect(check(SLEEP + classes + root("D"))).toEqual([]);
  });
  test("constructors, field initialisers and disposals", () => {
    const held = `class H { [Symbol.dispose](): void { block(); } }
      class N { constructor() { block(); } }
      class E { n: Embed<N> = new N(); }\n`;
    const root = (body: string) => `${held}/** @irq */ export function f(): void { ${body} }`;
    expect(chainOf(root("using h = new H();"))).toContain("@dispose");
    expect(chainOf(root("const n = new N(); free(n);"))).toContain("N.constructor");
    expect(chainOf(root("const e: Embed<E> = new E();"))).toContain("E.constructor");
  });
  test("the allocator, by its linker name", () => {
    const found = check(`class N { x: u32 = 0; }
      /** @symbol __osier_new\n * @sleeps */ export function allocate(size: u64, align: u64): u64 { return 0; }
      /** @nosleep */ export function f(): N { return new N(); }`);
    expect(found[0]).toContain("f -> allocate (");
  });
  test("a declaration is the function that has its symbol", () => {
    expect(
      chainOf(`/** @symbol enter */ export function enter(): void { block(); }
        /** @extern enter */ declare function elsewhere(): void;
        /** @irq */ export function f(): void { elsewhere(); }`),
    ).toContain("f -> enter (");
  });
  test("assembly, in a body and behind a label", () => {
    expect(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a source text
      chainOf("/** @irq */ export function f(): void { asm`callq ${block}`; }"),
    ).toBe("f -> block (a.ts:2; sleeps)");
    const labelled = `/** @extern away */ declare function away(): void;
      asm\`\naway:\n  jmp \${block}\n\`;
      /** @irq */ export function f(): void { away(); }`;
    expect(chainOf(labelled)).toContain("f -> block (");
  });
});

describe("code values", () => {
  const types = "type F = FnPtr<(x: u64) => void>;\nfunction sleeper(x: u64): void { block(); }\n";

  test("a field: what is stored in it, not what has its signature", () => {
    const source = (stored: string) => `${types}class T { action: F | null = null; }
      function calm(x: u64): void {}
      export function arm(t: T): F { t.action = ${stored}; return sleeper; }
      /** @irq */ export function f(t: T): void { const a = t.action; if (a !== null) a(1); }`;
    expect(chainOf(source("sleeper"))).toContain("f -> sleeper (");
    expect(check(SLEEP + source("calm"))).toEqual([]);
  });
  test("through parameters, results, conditionals and tables", () => {
    const table = `${types}let handlers!: FixedArray<F | null, 4>;
      function set(i: u32, h: F): void { handlers[i] = h; }
      function get(i: u32): F { return handlers[i]!; }
      export function init(odd: boolean): void { set(1, odd ? sleeper : (x) => {}); }
      /** @irq */ export function f(): void { const h = get(1); h(2); }`;
    expect(chainOf(table)).toContain("f -> sleeper (");
  });
  test("constant data, and slices by shape of the signature", () => {
    const slice = `${types}const all: readonly F[] = [sleeper];
      /** @irq */ export function f(): void { for (const h of all) h(1); }`;
    expect(chainOf(slice)).toContain("f -> sleeper (");
    const other = `${types}const all: readonly F[] = [sleeper];
      export function g(): readonly F[] { return all; }
      /** @irq */ export function f(p: Ptr<FnPtr<(x: u8) => void>>): void { p[0](1); }`;
    expect(check(SLEEP + other)).toEqual([]);
  });
  test("memory that the flow does not follow", () => {
    const written = `${types}export function g(p: Ptr<F>): void { p[0] = sleeper; }
      /** @irq */ export function f(p: Ptr<F>): void { p[1](1); }`;
    expect(chainOf(written)).toContain("f -> sleeper (");
  });
  test("a closure counts where it is made, not in all who call such closures", () => {
    const each = "function each(act: (x: u64) => void): void { act(1); }\n";
    expect(chainOf(`${each}/** @irq */ export function f(): void { each((x) => block()); }`)).toContain(
      "arrow (",
    );
    expect(
      check(`${SLEEP}${each}export function g(): void { each((x) => block()); }
        /** @irq */ export function f(): void { each((x) => {}); }`),
    ).toEqual([]);
  });
  test("a promise covers the closures that come as parameters", () => {
    expect(
      chainOf(`/** @nosleep */ function each(act: (x: u64) => void): void { act(1); }
        export function g(): void { each((x) => block()); }`),
    ).toContain("each -> ");
  });
  test("boxed closures and code pointers given as closures", () => {
    const kept = `class K { b: Boxed<(x: u64) => void> | null = null; }
      export function g(k: K, n: u64): void { k.b = boxed((x: u64): void => { if (x === n) block(); }); }
      /** @irq */ export function f(k: K): void { const b = k.b; if (b !== null) b(1); }`;
    expect(chainOf(kept)).toContain("arrow (");
    const given = `${types}class T { action!: F; }
      export function g(t: T): void { t.action = sleeper; }
      function each(act: (x: u64) => void): void { act(1); }
      /** @irq */ export function f(t: T): void { each(t.action); }`;
    expect(chainOf(given)).toContain("f -> sleeper (");
  });
  test("the holes of a text", () => {
    const source = `function slow(): u64 { block(); return 1; }
      function log(t: Text): void {}
      /** @irq */ export function f(): void { log(\`n \${slow()}\`); }`;
    expect(chainOf(source)).toContain("slow (");
  });
});
