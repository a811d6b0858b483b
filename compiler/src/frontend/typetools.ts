/**
 * Constructors, comparison and display of the tree's types.
 *
 * `UNTYPED_INT` and `UNTYPED_FLOAT` are private to the front end: the type of a constant expression whose width
 * nothing has told yet. They are told apart by identity and never reach the finished tree.
 */
import type { Expr, IntWidth, Place, Signature, Type } from "./tree.ts";

export type IntType = Extract<Type, { kind: "int" }>;
const int = (width: IntWidth, signed: boolean): IntType => ({ kind: "int", width, signed });

export const U8 = int(8, false);
export const U16 = int(16, false);
export const U32 = int(32, false);
export const U64 = int(64, false);
export const I8 = int(8, true);
export const I16 = int(16, true);
export const I32 = int(32, true);
export const I64 = int(64, true);
export const F32: Type = { kind: "float", width: 32 };
export const F64: Type = { kind: "float", width: 64 };
export const BOOL: Type = { kind: "bool" };
export const VOID: Type = { kind: "void" };
export const NEVER: Type = { kind: "never" };
export const NULL: Type = { kind: "null" };
export const STRING: Type = { kind: "string" };
export const TEXT: Type = { kind: "text" };
export const UNTYPED_INT: IntType = { kind: "int", width: 64, signed: true };
export const UNTYPED_FLOAT: Type = { kind: "float", width: 64 };

export const NUMBERS: Readonly<Record<string, Type>> = {
  u8: U8,
  u16: U16,
  u32: U32,
  u64: U64,
  i8: I8,
  i16: I16,
  i32: I32,
  i64: I64,
  f32: F32,
  f64: F64,
  usize: U64,
  isize: I64,
};

export const isUntyped = (t: Type): boolean => t === UNTYPED_INT || t === UNTYPED_FLOAT;

/** Types whose values are words that may be null. */
export function isNullable(t: Type): boolean {
  return ["ptr", "class", "fn", "boxed", "string", "slice", "null"].includes(t.kind);
}
/** Types of storage in place: reading such a place gives a reference or is refused. */
export function isInline(t: Type): boolean {
  return t.kind === "embed" || t.kind === "array" || t.kind === "atomic" || t.kind === "mmio";
}

export function containsUntyped(t: Type): boolean {
  if (isUntyped(t)) return true;
  switch (t.kind) {
    case "tuple":
      return t.elements.some(containsUntyped);
    case "ptr":
      return containsUntyped(t.to);
    case "slice":
    case "array":
    case "atomic":
    case "mmio":
      return containsUntyped(t.of);
    case "fn":
    case "closure":
    case "boxed":
      return containsUntyped(t.signature.result) || t.signature.params.some(containsUntyped);
    default:
      return false;
  }
}

export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (isUntyped(a) || isUntyped(b)) return false;
  switch (a.kind) {
    case "int":
      return b.kind === "int" && a.width === b.width && a.signed === b.signed;
    case "float":
      return b.kind === "float" && a.width === b.width;
    case "ptr":
      return b.kind === "ptr" && sameType(a.to, b.to);
    case "slice":
    case "atomic":
    case "mmio":
      return b.kind === a.kind && sameType(a.of, b.of);
    case "array":
      return b.kind === "array" && a.length === b.length && sameType(a.of, b.of);
    case "class":
    case "embed":
      return b.kind === a.kind && a.of === b.of;
    case "tuple":
      return (
        b.kind === "tuple" &&
        a.elements.length === b.elements.length &&
        a.elements.every((e, i) => sameType(e, b.elements[i]!))
      );
    case "fn":
    case "closure":
    case "boxed":
      return b.kind === a.kind && sameSignature(a.signature, b.signature);
    default:
      return a.kind === b.kind;
  }
}

export function sameSignature(a: Signature, b: Signature): boolean {
  return (
    a.params.length === b.params.length &&
    sameType(a.result, b.result) &&
    a.params.every((p, i) => sameType(p, b.params[i]!))
  );
}

/** The type as a programmer writes it; also the unique part of an instance's name. */
export function typeName(t: Type): string {
  if (t === UNTYPED_INT) return "an integer of unknown width";
  if (t === UNTYPED_FLOAT) return "a number";
  switch (t.kind) {
    case "int":
      return `${t.signed ? "i" : "u"}${t.width}`;
    case "float":
      return `f${t.width}`;
    case "bool":
      return "boolean";
    case "text":
      return "Text";
    case "ptr":
      return `Ptr<${typeName(t.to)}>`;
    case "slice":
      return `Slice<${typeName(t.of)}>`;
    case "class":
      return t.of.name;
    case "embed":
      return `Embed<${t.of.name}>`;
    case "array":
      return `FixedArray<${typeName(t.of)}, ${t.length}>`;
    case "atomic":
      return `Atomic<${typeName(t.of)}>`;
    case "mmio":
      return `Mmio<${typeName(t.of)}>`;
    case "tuple":
      return `[${t.elements.map(typeName).join(", ")}]`;
    case "fn":
      return `FnPtr<${signatureName(t.signature)}>`;
    case "closure":
      return signatureName(t.signature);
    case "boxed":
      return `Boxed<${signatureName(t.signature)}>`;
    default:
      return t.kind;
  }
}
function signatureName(s: Signature): string {
  return `(${s.params.map(typeName).join(", ")}) => ${typeName(s.result)}`;
}

/** Unique among types, unlike `typeName` where two files declare one class name. */
export function typeKey(t: Type): string {
  switch (t.kind) {
    case "class":
      return t.of.symbol;
    case "embed":
      return `Embed<${t.of.symbol}>`;
    case "ptr":
      return `Ptr<${typeKey(t.to)}>`;
    case "slice":
      return `Slice<${typeKey(t.of)}>`;
    case "array":
      return `FixedArray<${typeKey(t.of)},${t.length}>`;
    case "atomic":
      return `Atomic<${typeKey(t.of)}>`;
    case "mmio":
      return `Mmio<${typeKey(t.of)}>`;
    case "tuple":
      return `[${t.elements.map(typeKey).join(",")}]`;
    case "fn":
    case "closure":
    case "boxed":
      return `${t.kind}(${t.signature.params.map(typeKey).join(",")})${typeKey(t.signature.result)}`;
    default:
      return typeName(t);
  }
}

/** The value of an integer constant reduced to a type's range. */
export function wrap(value: bigint, type: IntType): bigint {
  return type.signed ? BigInt.asIntN(type.width, value) : BigInt.asUintN(type.width, value);
}
export function inRange(value: bigint, type: IntType): boolean {
  return wrap(value, type) === value;
}

const PLACES = new Set([
  "localPlace",
  "globalPlace",
  "fieldPlace",
  "pointerPlace",
  "slicePlace",
  "arrayPlace",
]);
export function isPlace(x: Expr | Place): x is Place {
  return PLACES.has(x.kind);
}

/** Type arguments nested deeper than this come from instances that make instances without end. */
export const MAX_DEPTH = 24;
export function typeDepth(t: Type): number {
  switch (t.kind) {
    case "ptr":
      return 1 + typeDepth(t.to);
    case "slice":
    case "array":
    case "atomic":
    case "mmio":
      return 1 + typeDepth(t.of);
    case "tuple":
      return 1 + Math.max(0, ...t.elements.map(typeDepth));
    case "fn":
    case "closure":
    case "boxed":
      return 1 + Math.max(...[...t.signature.params, t.signature.result].map(typeDepth));
    case "class":
    case "embed":
      return nesting(t.of.name);
    default:
      return 1;
  }
}
/** Of the type arguments in an instance's name. */
function nesting(name: string): number {
  let depth = 1;
  let deepest = 1;
  for (const c of name) {
    if (c === "<") depth++;
    else if (c === ">") depth--;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
