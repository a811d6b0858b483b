/** Array literals: tuples where a tuple is wanted, else read-only data behind a slice. */
import ts from "typescript";
import { toConstant } from "../constants.ts";
import type { Scope } from "../scope.ts";
import type { Constant, Expr, Type } from "../tree.ts";
import { toType } from "../types.ts";
import { containsUntyped, isInline, isUntyped, typeName } from "../typetools.ts";
import { elaborate, elaborateAs } from "./index.ts";

export function elaborateArray(scope: Scope, node: ts.ArrayLiteralExpression, hint: Type | null): Expr {
  const spread = node.elements.find((e) => ts.isSpreadElement(e) || ts.isOmittedExpression(e));
  if (spread) scope.fail(spread, "spread");
  const span = scope.span(node);
  if (hint?.kind === "slice") return constantSlice(scope, node, hint.of);
  if (hint?.kind === "tuple" && hint.elements.length === node.elements.length) {
    const elements = node.elements.map((e, i) => elementAs(scope, e, hint.elements[i]!));
    return { kind: "tuple", elements, type: { kind: "tuple", elements: elements.map((e) => e.type) }, span };
  }
  const contextual = scope.checker.getContextualType(node);
  if (contextual && scope.checker.isTupleType(contextual)) {
    const type = toType(scope.session, contextual, scope.substitution, node);
    if (type.kind === "tuple" && !containsUntyped(type)) return elaborateArray(scope, node, type);
  }
  if (isConstAssertion(node)) {
    const of = elementType(scope, node);
    if (of) return constantSlice(scope, node, of);
  }
  if (!hint && contextual === undefined) scope.fail(node, "arrayType");
  const elements = node.elements.map((e) => {
    const value = elaborate(scope, e, null);
    return isInline(value.type)
      ? scope.fail(e, "inlineByValue", typeName(value.type), "tuple element")
      : value;
  });
  return { kind: "tuple", elements, type: { kind: "tuple", elements: elements.map((e) => e.type) }, span };
}
/** A tuple's element may still be refined by what receives the tuple. */
function elementAs(scope: Scope, node: ts.Expression, type: Type): Expr {
  return isUntyped(type) ? elaborate(scope, node, null) : elaborateAs(scope, node, type);
}
function isConstAssertion(node: ts.Node): boolean {
  const parent = node.parent;
  return ts.isAsExpression(parent) && ts.isConstTypeReference(parent.type);
}
/** `[...] as const`: the type of the first element that tells one. */
function elementType(scope: Scope, node: ts.ArrayLiteralExpression): Type | null {
  for (const element of node.elements) {
    const value = elaborate(scope, element, null);
    if (!containsUntyped(value.type) && value.type.kind !== "null") return value.type;
  }
  return scope.fail(node, "arrayType");
}

function constantSlice(scope: Scope, node: ts.ArrayLiteralExpression, of: Type): Expr {
  const elements: Constant[] = node.elements.map((e) => {
    const value = elaborateAs(scope, e, of);
    return toConstant(value) ?? scope.fail(e, "constantArray");
  });
  const type: Type = { kind: "slice", of };
  return { kind: "constantData", constant: { kind: "slice", elements, of }, type, span: scope.span(node) };
}
