/** Inline and file-scope assembly (LangRef, "Inline Assembler Expressions"). */
import type { AsmText, Expr } from "../frontend/tree.ts";
import { PTR, VOID } from "../llvm/types.ts";
import { NOTHING, type Value } from "../llvm/values.ts";
import type { FunctionLowering } from "./function.ts";
import { fromMemory, inMemory, memoryType } from "./places.ts";
import type { Unit } from "./unit.ts";

/** GCC's letters for single registers, as LLVM names them. */
const X64_REGISTERS: Record<string, string> = { a: "ax", b: "bx", c: "cx", d: "dx", S: "si", D: "di" };

function constraintText(constraint: string, arch: "x64" | "aarch64"): string {
  const match = /^([=+&]*)([a-zA-Z])$/.exec(constraint);
  const register = arch === "x64" && match !== null ? X64_REGISTERS[match[2]!] : undefined;
  return register === undefined ? constraint : `${match![1]}{${register}}`;
}

function symbolText(
  unit: Unit,
  piece: Extract<AsmText["pieces"][number], { kind: "function" | "global" }>,
): string {
  if (piece.kind === "function") unit.functionRef(piece.target);
  else unit.globalRef(piece.target);
  return piece.target.symbol;
}

/** The text of file-scope assembly: symbols are written by name. */
export function moduleAsmText(unit: Unit, asm: AsmText): string {
  return asm.pieces
    .map((p) => (p.kind === "text" ? p.text : p.kind === "operand" ? `${p.index}` : symbolText(unit, p)))
    .join("");
}

function inlineText(unit: Unit, asm: AsmText): string {
  return asm.pieces
    .map((p) => {
      if (p.kind === "text") return p.text.replaceAll("$", "$$$$");
      return p.kind === "operand" ? `\${${p.index}}` : symbolText(unit, p);
    })
    .join("");
}

export function lowerAsm(f: FunctionLowering, e: Extract<Expr, { kind: "asm" }>): Value {
  const { arch } = f.unit.target;
  const inputs = e.inputs.map((i) => inMemory(f, i.value.type, f.expr(i.value)));
  f.at(e.span);
  const constraints = [
    ...e.outputs.map((c) => constraintText(c, arch)),
    ...e.inputs.map((i) => constraintText(i.constraint, arch)),
    ...e.clobbers.filter((c) => c !== "cc").map((c) => `~{${c}}`),
    ...(arch === "x64" ? ["~{dirflag}", "~{fpsr}", "~{flags}"] : e.clobbers.includes("cc") ? ["~{cc}"] : []),
  ].join(",");
  const types = e.outputs.length === 0 ? [] : e.type.kind === "tuple" ? e.type.elements : [e.type];
  const kept = e.outputs.length > 0 && types.length === e.outputs.length && e.type.kind !== "void";
  const result = !kept
    ? e.outputs.length === 0
      ? VOID
      : outputsWithoutUse(e.outputs.length)
    : types.length === 1
      ? memoryType(types[0]!)
      : { kind: "struct" as const, elements: types.map(memoryType), packed: false };
  const callee: Value = {
    kind: "inlineAsm",
    type: PTR,
    text: inlineText(f.unit, e.asm),
    constraints,
    sideEffects: !e.pure,
  };
  const value = f.builder.call(callee, result, inputs, { attributes: ["nounwind"] });
  if (!kept) return NOTHING;
  if (types.length === 1) return fromMemory(f, types[0]!, value);
  return f.builder.pack(types.map((t, i) => fromMemory(f, t, f.builder.extract(value, i))));
}

/** Outputs that only say which registers change: taken as 64-bit words and dropped. */
function outputsWithoutUse(count: number): Value["type"] {
  const word = { kind: "int" as const, bits: 64 };
  return count === 1
    ? word
    : { kind: "struct", elements: Array.from({ length: count }, () => word), packed: false };
}
