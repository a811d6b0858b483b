/** Constant folding: exact for constants of no width yet, wrapping for those of one. */
import type ts from "typescript";
import type { Scope } from "../scope.ts";
import type { ArithmeticOp, CompareOp, Expr, SourceSpan } from "../tree.ts";
import { isUntyped, UNTYPED_FLOAT, wrap } from "../typetools.ts";
import { boolExpr, intExpr } from "./build.ts";

export function foldArithmetic(
  scope: Scope,
  op: ArithmeticOp,
  left: Expr,
  right: Expr,
  node: ts.Node,
): Expr | null {
  const span = scope.span(node);
  if (left.kind === "int" && right.kind === "int" && left.type.kind === "int") {
    const untyped = isUntyped(left.type);
    const value = foldInts(op, left.value, right.value, untyped ? null : left.type.width);
    if (value === null) return null;
    return intExpr(untyped ? value : wrap(value, left.type), left.type, span);
  }
  if (isUntyped(left.type) && isUntyped(right.type)) {
    const a = numberOf(left);
    const b = numberOf(right);
    if (a === null || b === null) return null;
    const results: Partial<Record<ArithmeticOp, number>> = {
      add: a + b,
      sub: a - b,
      mul: a * b,
      div: a / b,
      rem: a % b,
    };
    const value = results[op];
    return value === undefined ? null : { kind: "float", value, type: UNTYPED_FLOAT, span };
  }
  return null;
}
function numberOf(e: Expr): number | null {
  return e.kind === "float" ? e.value : e.kind === "int" ? Number(e.value) : null;
}

function foldInts(op: ArithmeticOp, a: bigint, b: bigint, width: number | null): bigint | null {
  switch (op) {
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b;
    case "div":
      return b === 0n ? null : a / b;
    case "rem":
      return b === 0n ? null : a % b;
    case "and":
      return a & b;
    case "or":
      return a | b;
    case "xor":
      return a ^ b;
    case "shl":
    case "shr": {
      const count = width === null ? b : b & BigInt(width - 1);
      if (count < 0n || count > 128n) return null;
      return op === "shl" ? a << count : a >> count;
    }
  }
}

export function foldCompare(op: CompareOp, left: Expr, right: Expr, span: SourceSpan): Expr | null {
  const order = orderOf(left, right);
  if (order === null) return null;
  const results = {
    eq: order === 0,
    ne: order !== 0,
    lt: order < 0,
    le: order <= 0,
    gt: order > 0,
    ge: order >= 0,
  };
  return boolExpr(results[op], span);
}
function orderOf(left: Expr, right: Expr): number | null {
  if (left.kind === "int" && right.kind === "int")
    return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
  if (left.kind === "bool" && right.kind === "bool") return Number(left.value) - Number(right.value);
  if (left.kind === "string" && right.kind === "string") return Buffer.compare(left.bytes, right.bytes);
  return null;
}

/** A constant as a float of the type's width, rounded once. */
export function roundFloat(value: number | bigint, to: { readonly width: 32 | 64 }): number {
  if (typeof value === "number") return to.width === 32 ? Math.fround(value) : value;
  if (to.width === 64) return Number(value);
  // Through a double that keeps a sticky last bit, so that two roundings give the result of one.
  const magnitude = value < 0n ? -value : value;
  const dropped = BigInt(Math.max(0, magnitude.toString(2).length - 50));
  const kept = magnitude >> dropped;
  const sticky = kept << dropped === magnitude ? kept : kept | 1n;
  const rounded = Math.fround(Number(sticky << dropped));
  return value < 0n ? -rounded : rounded;
}
