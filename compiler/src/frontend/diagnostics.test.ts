/** Every diagnostic of the registry is provoked by a source of its own. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { DIAGNOSTICS, type DiagnosticKey, formatDiagnostic } from "./diagnostics.ts";
import { type Loaded, loadProgram } from "./index.ts";

const prelude = fileURLToPath(new URL("../../../kernel/lib/prelude.d.ts", import.meta.url));
const WRITER = `export abstract class Writer {
  abstract string(s: string): void;
  unsigned(v: u64, width: u32): void {}
  signed(v: i64, width: u32): void {}
}`;

function load(sources: Record<string, string>, roots: string[]): Loaded {
  const overlay = new Map(Object.entries(sources).map(([name, text]) => [`/virtual/${name}`, text]));
  return loadProgram({
    roots: roots.map((name) => `/virtual/${name}`),
    sourceRoot: "/virtual",
    target: { arch: "x64", host: true, debug: false },
    prelude,
    overlay,
  });
}

/** Found by the syntax alone. */
const SYNTAX: Partial<Record<DiagnosticKey, string>> = {
  throwStatement: "export function f(): void { throw 1; }",
  tryStatement: "export function f(): void { try { f(); } finally { f(); } }",
  withStatement: "export function f(x: u32): void { with (x) { f(x); } }",
  debuggerStatement: "export function f(): void { debugger; }",
  forIn: "export function f(x: Slice<u8>): void { for (const i in x) f(x); }",
  asyncFunction: "export async function f() { await g(); }\nfunction g(): void {}",
  generator: "export function* f() { yield 1; }",
  regexp: "export const r = /a/;",
  bigint: "export const b = 10n;",
  deleteOperator: "class C { x?: C; }\nexport function f(c: C): void { delete c.x; }",
  typeofOperator: 'export function f(x: u32): boolean { return typeof x === "number"; }',
  spread: "export function f(a: [u32, u32]): void { f([...a]); }",
  decorator: "function d(x: unknown, y: unknown): void {}\n@d export class C {}",
  classExpression: "export const C = class {};",
  staticBlock: "export class C { static { f(); } }\nfunction f(): void {}",
  privateName: "export class C { #x: u32 = 0; get(): u32 { return this.#x; } }",
  defaultExport: "export default function f(): void {}",
  varDeclaration: "export function f(): u32 { var x: u32 = 1; return x; }",
  restParameter: "export function f(...x: readonly u32[]): void {}",
  namespaceDeclaration: "export namespace N { export const x = 1; }",
  instanceOf: "class C { x: u32 = 0; }\nexport function f(c: C): boolean { return c instanceof C; }",
  inOperator: 'class C { x: u32 = 0; }\nexport function f(c: C): boolean { return "x" in c; }',
  dynamicImport: 'export function f(): void { import("./a.ts"); }',
  evalCall: 'export function f(): void { eval("1"); }',
  computedName: 'const name = "x";\nexport class C { [name]: u32 = 0; }',
  staticAccessor: "export class C { static get x(): u32 { return 1; } }",
  optionalMethod: "export class C { m?(): u32; }",
  argumentsObject: "export function f(): void { arguments; }",
};

const C = "class C { x: u32 = 0; m(): u32 { return this.x; } }\n";
/** Found by types. */
const TYPED: Partial<Record<DiagnosticKey, string>> = {
  defaultValue:
    "export class C { x: u32 = 0; f(a: u32 = this.x): u32 { return a; }\n  g(): u32 { return this.f(); } }",
  abstractEmbed: "abstract class C { x: u32 = 0; }\nexport class D { c!: Embed<C>; }",
  selfContained: "export class A { a!: Embed<A>; }",
  instanceDepth: "export class T<X> { n: T<Ptr<X>> | null = null; }\nexport function f(t: T<u8>): void {}",
  unboundName:
    "export function f(n: u32): u32 { const g = (x: u32): u32 => (x === 0 ? 0 : g(x - 1)); return g(n); }",
  tupleElements: "export function f(t: [u32, ...u32[]]): u32 { return t[0]; }",
  preludeValue: "export const f: FnPtr<(x: u32) => u64> = u64;",
  duplicateCase:
    "enum E { a = 1 }\nexport function f(x: u32): u32 { switch (x) { case 1: return 2; case E.a: return 3; default: return 4; } }",
  unsupported: "export class C { constructor() { new.target; } }",
  widthUnknown: "export function f(): void { let x = 5; x++; }",
  mixedWidths: "export function f(a: u64, b: u64): void { const h: u32 = a + b; }",
  typeMismatch: "export function f(a: u32): f64 { return a + a; }",
  literalRange: "export const x: u8 = 256;",
  conditionNotBoolean: "export function f(x: u32): void { if (x) f(x); }",
  unrelatedClass:
    "class A { x: u32 = 0; }\nclass B { x: u32 = 0; }\nexport function f(a: A): void { const b: B = a; }",
  unsupportedType: "export function f(x: object): void {}",
  nullableScalar: "export function f(x: u32 | null): void {}",
  unionType: "class A { x: u32 = 0; }\nclass B { y: u32 = 0; }\nexport function f(x: A | B): void {}",
  interfaceValue: "interface I { x: u32; }\nexport function f(i: I): void {}",
  anyValue: "export function f(x: unknown): void {}",
  closureStored: "export class C { f!: (x: u32) => u32; }",
  closureReturned: "export function f(): (x: u32) => u32 { return (x) => x; }",
  fnCaptures: "export function f(y: u32): void { const g: FnPtr<(x: u32) => u32> = (x) => x + y; g(1); }",
  nestedCaptures: "export function f(y: u32): u32 { function g(): u32 { return y; } return g(); }",
  inlineByValue: "export function f(x: FixedArray<u8, 4>): void {}",
  embedAssigned: `${C}export class D { c!: Embed<C>; set(c: C): void { this.c = c; } }`,
  typeParameter: "export function f(): void { const p = ptr(0); p.add(1); }",
  fixedArrayLength: "export class C { a!: FixedArray<u8, number>; }",
  enumWidth: "enum E { a = 0x1_0000_0000 }\nexport function f(e: E): void {}",
  stringEnum: 'export enum E { a = "x" }',
  scalarOptional: "export function f(x?: u32): void {}",
  optionalScalar: `${C}export function f(c: C | null): void { const x = c?.x; }`,
  notNullable: "export function f(x: u32): boolean { return x === null; }",
  looseEquality: "export function f(x: u32): boolean { return x == 1; }",
  exponent: "export function f(x: u32): u32 { return x ** 2; }",
  unaryPlus: "export function f(x: u32): u32 { return +x; }",
  concatenation: 'export function f(x: string): string { return x + "a"; }',
  divisionByZero: "export function f(x: u32): u32 { return x / 0; }",
  operandType: `${C}export function f(c: C): void { switch (c) { default: } }`,
  incomparable: "export function f(a: Slice<u8>, b: Slice<u8>): boolean { return a === b; }",
  castWidth: "export function f(a: u64): u32 { return (a + a) as u32; }",
  forOfType: "export function f(x: Text): void { for (const b of x) f(x); }",
  objectLiteral: "export function f(): void { const o = { a: 1 }; }",
  overload:
    "export function f(x: u32): void;\nexport function f(x: string): void;\nexport function f(x: u32 | string): void {}",
  moduleStatement: "export function f(): void {}\nf();",
  destructuring:
    "export function f(): void { const [a = 1] = g(); }\nfunction g(): [u32, u32] { return [1, 2]; }",
  dynamicProperty: `${C}export function f(c: C): u32 { return c["x"]; }`,
  unknownTag: "/** @hot */\nexport function f(): void {}",
  tagArgument: "/** @inline perhaps */\nexport function f(): void {}",
  externTag: "export declare function f(): void;",
  exportedType: "/** @symbol f */\nexport function f(s: string): void {}",
  fieldType: "export class C { x = 5; }",
  returnType: "export function f() { return 1; }",
  methodValue: `${C}export function f(c: C): void { const m = c.m; }`,
  genericValue: "function id<T>(x: T): T { return x; }\nexport const f: FnPtr<(x: u32) => u32> = id;",
  superCall: `${C}export class D extends C { constructor() { g(); super(); } }\nfunction g(): void {}`,
  constantArray: "export function f(x: u32): void { const a: readonly u32[] = [x]; }",
  arrayType: "export const a = [1, 2];",
  fieldUnknown: "export function f(t: Text): u64 { return t.length; }",
  notPlace: "export function f(): void { pointerTo(g()); }\nfunction g(): u32 { return 1; }",
  virtualGeneric: "export abstract class C { abstract m<T>(x: T): void; }",
  constantArgument: "export function f(g: () => void): void { boxed(g); }",
  uninitialisedUse: "export const x: u32 = uninitialised();",
  atomicType: "export class C { a!: Atomic<string>; }",
  textHole: `${C}export function f(c: C): void { g(\`\${c}\`); }\nfunction g(t: Text): void {}`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source text
  textPlace: "export function f(x: u32): string { return `a${x}`; }",
  textFormat: "export function f(x: u32): string { return hex(x); }",
  asmOperands: 'export function f(): u32 { return asm<u32>({ out: ["=a", "=b"] })`cpuid`; }',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source text
  asmHole: "export function f(x: u32): void { asm`mov ${x}`; }",
  fileMissing: 'export const data = embedFile("none.bin");',
  bitcastSize: "export function f(x: u32): u64 { return bitcast<u64>(x); }",
  cellValue: "export function f(): void { atomic<u32>(1); }",
  textStored: "export class C { t!: Text; }",
  boxedReference:
    "export function f(): void { let n: u32 = 0; n++; const b = boxed((): u32 => n); free(b); }",
};

/** These have tests of their own: below, those of contexts in check/contexts.test.ts, of stacks in check/stacks.test.ts. */
const SPECIAL = new Set<DiagnosticKey>([
  "importCycle",
  "writerMissing",
  "contextSleeps",
  "contextFaults",
  "stackUntouched",
  "stackTouch",
  "stackKind",
  "stackUnknown",
  "stackUnbalanced",
  "stackAssembly",
]);

function codesOf(loaded: Loaded, file: string): string[] {
  return loaded.diagnostics.filter((d) => d.file === file).map((d) => d.code);
}

test("every diagnostic of the registry has a source here", () => {
  const covered = new Set([...Object.keys(SYNTAX), ...Object.keys(TYPED), ...SPECIAL]);
  expect(Object.keys(DIAGNOSTICS).filter((key) => !covered.has(key))).toEqual([]);
});
test("no number is given twice", () => {
  const codes = Object.values(DIAGNOSTICS).map((d) => d.code);
  expect(new Set(codes).size).toBe(codes.length);
});

for (const [name, table] of [
  ["syntax", SYNTAX],
  ["types", TYPED],
] as const) {
  const keys = Object.keys(table) as DiagnosticKey[];
  const sources = Object.fromEntries(keys.map((key) => [`${key}.ts`, table[key]!]));
  const loaded = load(
    { "lib/writer.ts": WRITER, ...sources },
    keys.map((key) => `${key}.ts`),
  );
  describe(name, () => {
    test.each(keys)("%s", (key) => {
      expect(codesOf(loaded, `${key}.ts`)).toContain(`OS${DIAGNOSTICS[key].code}`);
    });
    if (name === "types") {
      test("TypeScript itself accepts them all", () => {
        expect(loaded.diagnostics.filter((d) => d.code.startsWith("TS")).map(formatDiagnostic)).toEqual([]);
      });
    }
  });
}

test("importCycle", () => {
  const loaded = load(
    {
      "a.ts": 'import { b } from "./b.ts";\nexport function a(): void { b(); }',
      "b.ts": 'import { a } from "./a.ts";\nexport function b(): void { a(); }',
    },
    ["a.ts"],
  );
  expect(loaded.diagnostics.map((d) => d.message)).toEqual(["import cycle: b.ts -> a.ts -> b.ts"]);
});
test("writerMissing", () => {
  const loaded = load({ "a.ts": "export function f(t: Text): void { f(`a`); }" }, ["a.ts"]);
  expect(codesOf(loaded, "a.ts")).toEqual([`OS${DIAGNOSTICS.writerMissing.code}`]);
});

test("one run reports every statement that fails, at its place", () => {
  const source = "export function f(a: u32, b: u64): void {\n  if (a) f(a, b);\n  const c: u32 = b + b;\n}";
  const loaded = load({ "a.ts": source }, ["a.ts"]);
  expect(loaded.diagnostics.map((d) => `${d.code} ${d.line}:${d.column}`)).toEqual([
    "OS1005 2:7",
    "OS1002 3:18",
  ]);
});
test("an assumption names its facts and a reason", () => {
  const codes = (words: string) =>
    codesOf(load({ "a.ts": `/** @assume ${words} */\nexport function f(): void {}` }, ["a.ts"]), "a.ts");
  expect(codes("nosleep nofault the machine stops")).toEqual([]);
  for (const words of ["", "nosleep", "nosleep nofault", "the machine stops"])
    expect(codes(words), words).toEqual([`OS${DIAGNOSTICS.tagArgument.code}`]);
});
test("the printed form is TypeScript's", () => {
  const loaded = load({ "a.ts": "export const x: u8 = 256;" }, ["a.ts"]);
  expect(loaded.diagnostics.map(formatDiagnostic)).toEqual([
    "a.ts:1:22 - error OS1004: 256 is out of the range of u8\n  convert it, which wraps: `u8(256)`, or choose a wider type",
  ]);
});
