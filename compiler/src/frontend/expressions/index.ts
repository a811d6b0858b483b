/**
 * Elaboration of expressions, in both directions: `hint` is the type that the surroundings expect, if they do, and
 * only guides literals, arrows and texts; the result carries the type that it has. `elaborateAs` also converts.
 */
import ts from "typescript";
import type { Scope } from "../scope.ts";
import type { Expr, Type } from "../tree.ts";
import { typeOfNode } from "../types.ts";
import { BOOL, isInline, isNullable, isUntyped, NULL, sameType, typeName, VOID } from "../typetools.ts";
import { elaborateArray } from "./arrays.ts";
import { elaborateAsm } from "./asm.ts";
import { elaborateUpdate } from "./assignments.ts";
import { boolExpr, convertTo, nullExpr, readPlace } from "./build.ts";
import { elaborateCall } from "./calls.ts";
import { elaborateArrow } from "./closures.ts";
import { coerce, commonType, giveType } from "./coerce.ts";
import { elaborateNumber, elaborateString } from "./literals.ts";
import { elaborateElement, elaborateIdentifier, elaborateMember } from "./names.ts";
import { elaborateNewObject } from "./objects.ts";
import { elaborateBinary, elaboratePrefix } from "./operators.ts";
import { elaborateChain, isChain } from "./optional.ts";
import { elaborateText } from "./text.ts";

export function elaborate(scope: Scope, node: ts.Expression, hint: Type | null): Expr {
  const replaced = scope.replacements.get(node);
  if (replaced) return replaced;
  if (isChain(scope, node)) return elaborateChain(scope, node, hint);
  switch (node.kind) {
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.NonNullExpression:
      return elaborate(scope, (node as ts.ParenthesizedExpression).expression, hint);
    case ts.SyntaxKind.SatisfiesExpression: {
      const { expression, type } = node as ts.SatisfiesExpression;
      return elaborateAs(scope, expression, hint ?? typeOfNode(scope.session, type, scope.substitution));
    }
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return elaborateCast(scope, node as ts.AsExpression, hint);
    case ts.SyntaxKind.NumericLiteral:
      return elaborateNumber(scope, node as ts.NumericLiteral);
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return elaborateString(scope, node as ts.StringLiteralLike);
    case ts.SyntaxKind.TemplateExpression:
      return scope.fail(node, "textPlace");
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return boolExpr(node.kind === ts.SyntaxKind.TrueKeyword, scope.span(node));
    case ts.SyntaxKind.NullKeyword:
      return nullExpr(hint && isNullable(hint) ? hint : NULL, scope.span(node));
    case ts.SyntaxKind.Identifier:
      return elaborateIdentifier(scope, node as ts.Identifier, hint);
    case ts.SyntaxKind.ThisKeyword: {
      const local = scope.lookupThis(node);
      if (!local) return scope.fail(node, "unsupported", "this outside a method");
      return readPlace({ kind: "localPlace", local, type: local.type, span: scope.span(node) });
    }
    case ts.SyntaxKind.PropertyAccessExpression:
      return elaborateMember(scope, node as ts.PropertyAccessExpression);
    case ts.SyntaxKind.ElementAccessExpression:
      return elaborateElement(scope, node as ts.ElementAccessExpression);
    case ts.SyntaxKind.CallExpression:
      return elaborateCall(scope, node as ts.CallExpression, hint);
    case ts.SyntaxKind.NewExpression:
      return elaborateNewObject(scope, node as ts.NewExpression);
    case ts.SyntaxKind.PrefixUnaryExpression:
      return elaboratePrefix(scope, node as ts.PrefixUnaryExpression, hint);
    case ts.SyntaxKind.PostfixUnaryExpression:
      return elaborateUpdate(scope, node as ts.PostfixUnaryExpression);
    case ts.SyntaxKind.BinaryExpression:
      return elaborateBinary(scope, node as ts.BinaryExpression, hint);
    case ts.SyntaxKind.ConditionalExpression:
      return elaborateConditional(scope, node as ts.ConditionalExpression, hint);
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
      return elaborateArrow(scope, node as ts.ArrowFunction | ts.FunctionExpression, hint);
    case ts.SyntaxKind.ArrayLiteralExpression:
      return elaborateArray(scope, node as ts.ArrayLiteralExpression, hint);
    case ts.SyntaxKind.TaggedTemplateExpression:
      return elaborateAsm(scope, node as ts.TaggedTemplateExpression, hint);
    case ts.SyntaxKind.VoidExpression: {
      const inner = elaborate(scope, (node as ts.VoidExpression).expression, null);
      return convertToVoid(inner);
    }
    case ts.SyntaxKind.TypeOfExpression:
      return scope.fail(node, "typeofOperator");
    case ts.SyntaxKind.DeleteExpression:
      return scope.fail(node, "deleteOperator");
    case ts.SyntaxKind.AwaitExpression:
      return scope.fail(node, "asyncFunction");
    case ts.SyntaxKind.YieldExpression:
      return scope.fail(node, "generator");
    case ts.SyntaxKind.ObjectLiteralExpression:
      return scope.fail(node, "objectLiteral");
    case ts.SyntaxKind.RegularExpressionLiteral:
      return scope.fail(node, "regexp");
    case ts.SyntaxKind.BigIntLiteral:
      return scope.fail(node, "bigint");
    case ts.SyntaxKind.ClassExpression:
      return scope.fail(node, "classExpression");
    case ts.SyntaxKind.SpreadElement:
      return scope.fail(node, "spread");
    default:
      return scope.fail(node, "unsupported", ts.SyntaxKind[node.kind]);
  }
}

export function elaborateAs(scope: Scope, node: ts.Expression, type: Type): Expr {
  if (type.kind === "text") return elaborateText(scope, node);
  return coerce(scope, elaborate(scope, node, type), type, node);
}

/** A value with a type of its own: constants without a width are refused. */
export function elaborateTyped(scope: Scope, node: ts.Expression, hint: Type | null): Expr {
  const value = elaborate(scope, node, hint);
  if (!isUntyped(value.type)) return value;
  if (hint && (hint.kind === "int" || hint.kind === "float")) return giveType(scope, value, hint, node);
  return scope.fail(node, "widthUnknown");
}

export function elaborateCondition(scope: Scope, node: ts.Expression): Expr {
  const value = elaborate(scope, node, BOOL);
  if (value.type.kind === "bool" || value.type.kind === "never") return value;
  const text = node.getText();
  const comparison =
    value.type.kind === "int" || value.type.kind === "float" ? `${text} !== 0` : `${text} !== null`;
  return scope.fail(node, "conditionNotBoolean", typeName(value.type), comparison);
}

export function convertToVoid(value: Expr): Expr {
  if (value.type.kind === "void" || value.type.kind === "never") return value;
  if (value.kind === "load" && isInline(value.type)) {
    const type: Type = { kind: "ptr", to: value.type };
    return convertToVoid({ kind: "addressOf", place: value.place, type, span: value.span });
  }
  return { kind: "convert", operand: value, type: VOID, span: value.span };
}

function elaborateConditional(scope: Scope, node: ts.ConditionalExpression, hint: Type | null): Expr {
  const test = elaborateCondition(scope, node.condition);
  if (test.kind === "bool") return elaborate(scope, test.value ? node.whenTrue : node.whenFalse, hint);
  const branch = (n: ts.Expression) =>
    hint?.kind === "text" ? elaborateText(scope, n) : elaborate(scope, n, hint);
  const then = branch(node.whenTrue);
  const otherwise = branch(node.whenFalse);
  return conditional(scope, test, then, otherwise, node);
}

export function conditional(scope: Scope, test: Expr, then: Expr, otherwise: Expr, node: ts.Node): Expr {
  const span = scope.span(node);
  const make = (type: Type, a: Expr, b: Expr): Expr => {
    // biome-ignore lint/suspicious/noThenProperty: the tree's name of the branch
    return { kind: "conditional", test, then: a, otherwise: b, type, span };
  };
  if (then.type.kind === "void" || otherwise.type.kind === "void") {
    return make(VOID, convertToVoid(then), convertToVoid(otherwise));
  }
  const type = commonType(then, otherwise);
  if (!type) {
    const key = then.type.kind === "int" && otherwise.type.kind === "int" ? "mixedWidths" : "typeMismatch";
    return scope.fail(node, key, typeName(otherwise.type), typeName(then.type), typeName(then.type));
  }
  if (isUntyped(type)) return make(type, then, otherwise);
  return make(type, coerce(scope, then, type, node), coerce(scope, otherwise, type, node));
}

/** `as` changes no bits: it names a constant's type, goes down from a base class, or repeats the type. */
function elaborateCast(scope: Scope, node: ts.AsExpression, hint: Type | null): Expr {
  if (ts.isConstTypeReference(node.type)) return elaborate(scope, node.expression, hint);
  const to = typeOfNode(scope.session, node.type, scope.substitution);
  const target: Type = to.kind === "embed" ? { kind: "class", of: to.of } : to;
  const value = elaborate(scope, node.expression, target);
  if (target.kind === "class" && value.type.kind === "class") {
    if (sameType(value.type, target)) return value;
    for (let at = target.of.base; at; at = at.base) if (at === value.type.of) return convertTo(value, target);
  }
  if (isUntyped(target)) return value;
  if (
    !isUntyped(value.type) &&
    value.type.kind === "int" &&
    target.kind === "int" &&
    !sameType(value.type, target)
  ) {
    scope.fail(node, "castWidth", typeName(value.type), typeName(target));
  }
  return coerce(scope, value, target, node);
}
