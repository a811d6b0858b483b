/** LLVM types, as far as lowering uses them (LangRef, "Type System"). Pointers are opaque. */
export type LType =
  | { readonly kind: "void" }
  | { readonly kind: "int"; readonly bits: number }
  | { readonly kind: "float" }
  | { readonly kind: "double" }
  | { readonly kind: "ptr"; readonly space: number }
  | { readonly kind: "struct"; readonly elements: readonly LType[]; readonly packed: boolean }
  | { readonly kind: "array"; readonly of: LType; readonly length: number }
  | { readonly kind: "function"; readonly result: LType; readonly params: readonly LType[] };

export const VOID: LType = { kind: "void" };
export const I1: LType = { kind: "int", bits: 1 };
export const I8: LType = { kind: "int", bits: 8 };
export const I16: LType = { kind: "int", bits: 16 };
export const I32: LType = { kind: "int", bits: 32 };
export const I64: LType = { kind: "int", bits: 64 };
export const I128: LType = { kind: "int", bits: 128 };
export const FLOAT: LType = { kind: "float" };
export const DOUBLE: LType = { kind: "double" };
export const PTR: LType = { kind: "ptr", space: 0 };

export function int(bits: number): LType {
  return { kind: "int", bits };
}
export function struct(elements: readonly LType[], packed = false): LType {
  return { kind: "struct", elements, packed };
}
export function array(of: LType, length: number): LType {
  return { kind: "array", of, length };
}
/** The integer width; a defect of the caller when the type is no integer. */
export function bitsOf(type: LType): number {
  if (type.kind !== "int") throw new Error(`not an integer type: ${type.kind}`);
  return type.bits;
}
