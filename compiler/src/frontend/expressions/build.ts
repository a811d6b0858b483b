/** Small makers of tree nodes. */
import type { Scope } from "../scope.ts";
import type { Expr, IntrinsicName, Local, Place, SourceSpan, Type } from "../tree.ts";
import { BOOL, I64, sameType, U64 } from "../typetools.ts";

export function intExpr(value: bigint, type: Type, span: SourceSpan): Expr {
  return { kind: "int", value, type, span };
}
export function boolExpr(value: boolean, span: SourceSpan): Expr {
  return { kind: "bool", value, type: BOOL, span };
}
export function nullExpr(type: Type, span: SourceSpan): Expr {
  return { kind: "null", type, span };
}
export function localPlace(local: Local, span: SourceSpan): Place {
  return { kind: "localPlace", local, type: local.type, span };
}
export function loadLocal(local: Local, span: SourceSpan): Expr {
  return { kind: "load", place: localPlace(local, span), type: local.type, span };
}
export function convertTo(operand: Expr, type: Type): Expr {
  return sameType(operand.type, type) ? operand : { kind: "convert", operand, type, span: operand.span };
}
export function intrinsic(
  name: IntrinsicName,
  types: readonly Type[],
  args: readonly Expr[],
  type: Type,
  span: SourceSpan,
  extra: string | null = null,
): Expr {
  return { kind: "intrinsic", name, types, args, extra, type, span };
}
/** Evaluates `init` once and gives it to `body` as a local. */
export function letExpr(scope: Scope, init: Expr, body: (value: Expr) => Expr): Expr {
  const span = init.span;
  const local = scope.newLocal("", init.type, span);
  const inner = body(loadLocal(local, span));
  return { kind: "let", local, init, body: inner, type: inner.type, span };
}
export function nullTest(value: Expr, op: "eq" | "ne"): Expr {
  return {
    kind: "compare",
    op,
    left: value,
    right: nullExpr(value.type, value.span),
    type: BOOL,
    span: value.span,
  };
}
/** An index or count as 64 bits of its own sign. */
export function asIndex(value: Expr): Expr {
  if (value.type.kind !== "int" || value.type.width === 64) return value;
  return convertTo(value, value.type.signed ? I64 : U64);
}

/** Reading a place: storage in place gives the reference to it; arrays and cells stay places, carried by a load. */
export function readPlace(place: Place): Expr {
  const { type, span } = place;
  if (type.kind === "embed") return { kind: "addressOf", place, type: { kind: "class", of: type.of }, span };
  return { kind: "load", place, type, span };
}
