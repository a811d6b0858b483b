/**
 * Optional chains. The value before `?.` is evaluated once; the rest of the chain is elaborated with that value in
 * its place, under a test for null. Without `??` the result must be able to be null, or be unused.
 */
import ts from "typescript";
import { skipParens } from "../initialisers.ts";
import type { Scope } from "../scope.ts";
import type { Expr, Type } from "../tree.ts";
import { isNullable, typeName, VOID } from "../typetools.ts";
import { boolExpr, letExpr, nullExpr, nullTest } from "./build.ts";
import { conditional, elaborate } from "./index.ts";

/** The `?.` that decides a chain: the one nearest to its end that is not yet dealt with. */
function linkOf(node: ts.Expression): ts.Expression | null {
  let at: ts.Node = node;
  while (ts.isOptionalChain(at)) {
    if (!ts.isNonNullExpression(at) && at.questionDotToken) return at.expression;
    at = at.expression;
  }
  return null;
}
export function isChain(scope: Scope, node: ts.Expression): boolean {
  if (!(node.flags & ts.NodeFlags.OptionalChain)) return false;
  const link = linkOf(node);
  return link !== null && !scope.replacements.has(link);
}

function chain(scope: Scope, node: ts.Expression, hint: Type | null, missing: (inner: Expr) => Expr): Expr {
  const link = linkOf(node)!;
  const base = elaborate(scope, link, null);
  if (!isNullable(base.type)) scope.fail(link, "notNullable", typeName(base.type));
  return letExpr(scope, base, (value) => {
    scope.replacements.set(link, value);
    try {
      const inner = elaborate(scope, node, hint);
      return conditional(scope, nullTest(value, "ne"), inner, missing(inner), node);
    } finally {
      scope.replacements.delete(link);
    }
  });
}

export function elaborateChain(scope: Scope, node: ts.Expression, hint: Type | null): Expr {
  return chain(scope, node, hint, (inner) => {
    if (inner.type.kind === "void" || inner.type.kind === "never") {
      return { kind: "convert", operand: boolExpr(false, inner.span), type: VOID, span: inner.span };
    }
    if (!isNullable(inner.type)) scope.fail(node, "optionalScalar", typeName(inner.type));
    return nullExpr(inner.type, inner.span);
  });
}

/**
 * `node ?? other`, where `node` may be a chain, which then need not be able to be null, or a `??` itself.
 * `other` is given the type of the value that it stands in for.
 */
export function orElse(
  scope: Scope,
  expression: ts.Expression,
  hint: Type | null,
  other: (type: Type | null) => Expr,
): Expr {
  const node = skipParens(expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
    return orElse(scope, node.left, hint, () => orElse(scope, node.right, hint, other));
  }
  let value: Expr;
  if (isChain(scope, node)) {
    let direct = false;
    value = chain(scope, node, hint, (inner) => {
      direct = !isNullable(inner.type);
      return direct ? other(inner.type) : nullExpr(inner.type, inner.span);
    });
    if (direct) return value;
  } else value = elaborate(scope, node, hint);
  if (value.type.kind === "null") return other(hint);
  if (!isNullable(value.type)) scope.fail(node, "notNullable", typeName(value.type));
  return letExpr(scope, value, (v) => conditional(scope, nullTest(v, "ne"), v, other(v.type), node));
}
