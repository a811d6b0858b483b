/** How the language's types are represented: as values (in registers) and in memory. */
import type { FunctionInfo, Signature, Type } from "../frontend/tree.ts";
import { array, DOUBLE, FLOAT, I1, I8, I64, int, type LType, PTR, struct, VOID } from "../llvm/types.ts";
import { sizeOf } from "./layout.ts";

export const PAIR_PTR_LENGTH: LType = struct([PTR, I64]);
export const PAIR_CODE_ENV: LType = struct([PTR, PTR]);

/** The type of a value in an LLVM register. */
export function valueType(type: Type): LType {
  switch (type.kind) {
    case "int":
      return int(type.width);
    case "float":
      return type.width === 32 ? FLOAT : DOUBLE;
    case "bool":
      return I1;
    case "void":
    case "never":
      return VOID;
    case "slice":
    case "string":
      return PAIR_PTR_LENGTH;
    case "text":
    case "closure":
      return PAIR_CODE_ENV;
    case "tuple":
      return struct(type.elements.map(valueType));
    case "atomic":
    case "mmio":
      return valueType(type.of);
    case "embed":
    case "array":
      return storageType(type);
    default:
      return PTR;
  }
}

/** The type of storage: what an alloca or a global is made of. Classes and arrays are bytes; their parts are reached by offset. */
export function storageType(type: Type): LType {
  switch (type.kind) {
    case "bool":
      return I8;
    case "embed":
    case "array":
      return array(I8, sizeOf(type));
    case "atomic":
    case "mmio":
      return storageType(type.of);
    default:
      return valueType(type);
  }
}

/** Storage that has no value of its own: only its parts are loaded and stored. */
export function isStorageOnly(type: Type): boolean {
  return type.kind === "embed" || type.kind === "array" || type.kind === "atomic" || type.kind === "mmio";
}
export function isVoid(type: Type): boolean {
  return type.kind === "void" || type.kind === "never";
}
export function isSigned(type: Type): boolean {
  return type.kind === "int" && type.signed;
}

/** Argument and result attributes that the C ABI asks for: narrow integers are extended. */
export function abiAttributes(type: Type): readonly string[] {
  if (type.kind === "bool") return ["noundef", "zeroext"];
  if (type.kind === "int" && type.width < 32) return ["noundef", type.signed ? "signext" : "zeroext"];
  return isVoid(type) ? [] : ["noundef"];
}
export interface LoweredSignature {
  readonly result: LType;
  readonly params: readonly LType[];
  readonly resultAttributes: readonly string[];
  readonly paramAttributes: readonly (readonly string[])[];
}
export function lowerSignature(signature: Signature, environment: boolean): LoweredSignature {
  const params = signature.params.map(valueType);
  const paramAttributes = signature.params.map(abiAttributes);
  if (environment) {
    params.push(PTR);
    paramAttributes.push([]);
  }
  return {
    result: valueType(signature.result),
    params,
    resultAttributes: abiAttributes(signature.result),
    paramAttributes,
  };
}
export function signatureOf(f: FunctionInfo): LoweredSignature {
  return lowerSignature(f.signature, f.hasEnvironment);
}
