/** Assignment in all its forms, to variables, fields, elements and setters. */
import ts from "typescript";
import { construction, initialiserFor, skipParens } from "../initialisers.ts";
import type { Scope } from "../scope.ts";
import type { ArithmeticOp, Expr, Place } from "../tree.ts";
import { isUntyped, sameType, typeName, VOID } from "../typetools.ts";
import { convertTo, intExpr, letExpr, nullTest, readPlace } from "./build.ts";
import { coerce, giveType } from "./coerce.ts";
import { conditional, convertToVoid, elaborate, elaborateAs, elaborateCondition } from "./index.ts";
import { elaboratePlace } from "./names.ts";
import { ARITHMETIC, arithmetic } from "./operators.ts";
import { setterOf } from "./setters.ts";

const K = ts.SyntaxKind;
/** The operator before the `=`. */
const COMPOUND = new Map<ts.SyntaxKind, ts.SyntaxKind>([
  [K.PlusEqualsToken, K.PlusToken],
  [K.MinusEqualsToken, K.MinusToken],
  [K.AsteriskEqualsToken, K.AsteriskToken],
  [K.SlashEqualsToken, K.SlashToken],
  [K.PercentEqualsToken, K.PercentToken],
  [K.AmpersandEqualsToken, K.AmpersandToken],
  [K.BarEqualsToken, K.BarToken],
  [K.CaretEqualsToken, K.CaretToken],
  [K.LessThanLessThanEqualsToken, K.LessThanLessThanToken],
  [K.GreaterThanGreaterThanEqualsToken, K.GreaterThanGreaterThanToken],
  [K.GreaterThanGreaterThanGreaterThanEqualsToken, K.GreaterThanGreaterThanGreaterThanToken],
]);

export function elaborateAssignment(scope: Scope, node: ts.BinaryExpression): Expr {
  const operator = node.operatorToken.kind;
  const target = skipParens(node.left);
  if (operator === K.EqualsToken) {
    if (ts.isArrayLiteralExpression(target)) return assignTuple(scope, target, node);
    if (ts.isObjectLiteralExpression(target)) scope.fail(target, "destructuring", "object assignment");
    const setter = setterOf(scope, target);
    if (setter) return setter.set(elaborateAs(scope, node.right, setter.type));
    return assign(scope, elaboratePlace(scope, target), node.right, node);
  }
  if (operator === K.AsteriskAsteriskEqualsToken) return scope.fail(node.operatorToken, "exponent");
  const compound = COMPOUND.get(operator);
  if (compound) return compoundAssign(scope, node, target, compound);
  return logicalAssign(scope, node, target, operator);
}

function assign(scope: Scope, place: Place, right: ts.Expression, node: ts.Node): Expr {
  const span = scope.span(node);
  switch (place.type.kind) {
    case "embed": {
      const value = skipParens(right);
      if (!ts.isNewExpression(value)) scope.fail(node, "embedAssigned", place.type.of.name);
      const init = construction(scope, value as ts.NewExpression, place.type.of);
      return { kind: "construct", place, init, type: VOID, span };
    }
    case "closure":
      return scope.fail(node, "closureStored");
    case "text":
      return scope.fail(node, "textStored");
    case "atomic":
    case "mmio":
    case "array":
      return { kind: "construct", place, init: initialiserFor(scope, place.type, right), type: VOID, span };
  }
  const value = elaborateAs(scope, right, place.type);
  return { kind: "assign", place, value, type: place.type, span };
}

function compoundAssign(
  scope: Scope,
  node: ts.BinaryExpression,
  target: ts.Expression,
  operator: ts.SyntaxKind,
): Expr {
  const op = ARITHMETIC.get(operator)!;
  const logical = operator === K.GreaterThanGreaterThanGreaterThanToken;
  const setter = setterOf(scope, target);
  if (setter) {
    const right = elaborate(scope, node.right, setter.type);
    return setter.update((old) => arithmetic(scope, op, old, right, node, logical), true);
  }
  const place = elaboratePlace(scope, target);
  if (logical && place.type.kind === "int" && place.type.signed) {
    return stable(scope, place, (p) => {
      const value = arithmetic(scope, op, readPlace(p), elaborate(scope, node.right, p.type), node, true);
      return { kind: "assign", place: p, value, type: p.type, span: scope.span(node) };
    });
  }
  return compound(scope, op, place, elaborate(scope, node.right, place.type), node);
}
function compound(scope: Scope, op: ArithmeticOp, place: Place, right: Expr, node: ts.Node): Expr {
  const type = place.type;
  // The same checks as the plain operator's.
  arithmetic(scope, op, readPlace(place), right, node, false);
  const shift = op === "shl" || op === "shr";
  const value = shift && !isUntyped(right.type) ? convertTo(right, type) : giveType(scope, right, type, node);
  return { kind: "compoundAssign", op, place, value, type, span: scope.span(node) };
}

function logicalAssign(
  scope: Scope,
  node: ts.BinaryExpression,
  target: ts.Expression,
  operator: ts.SyntaxKind,
): Expr {
  const place = elaboratePlace(scope, target);
  return stable(scope, place, (p) => {
    const span = scope.span(node);
    const current = readPlace(p);
    const store: Expr = {
      kind: "assign",
      place: p,
      value: elaborateAs(scope, node.right, p.type),
      type: p.type,
      span,
    };
    if (operator === K.QuestionQuestionEqualsToken)
      return conditional(scope, nullTest(current, "ne"), current, store, node);
    if (p.type.kind !== "bool") elaborateCondition(scope, target);
    return operator === K.AmpersandAmpersandEqualsToken
      ? conditional(scope, current, store, current, node)
      : conditional(scope, current, current, store, node);
  });
}

/** Evaluates the operands of a place once, for a use of it twice. */
function stable(scope: Scope, place: Place, use: (place: Place) => Expr): Expr {
  switch (place.kind) {
    case "localPlace":
    case "globalPlace":
      return use(place);
    case "fieldPlace":
      return letExpr(scope, place.object, (object) => use({ ...place, object }));
    case "pointerPlace":
      return letExpr(scope, place.pointer, (pointer) =>
        letExpr(scope, place.index, (index) => use({ ...place, pointer, index })),
      );
    case "slicePlace":
      return letExpr(scope, place.slice, (slice) =>
        letExpr(scope, place.index, (index) => use({ ...place, slice, index })),
      );
    case "arrayPlace":
      return letExpr(scope, place.index, (index) =>
        stable(scope, place.array, (array) => use({ ...place, array, index })),
      );
  }
}

/** `++` and `--`. */
export function elaborateUpdate(
  scope: Scope,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
): Expr {
  const up = node.operator === K.PlusPlusToken;
  const setter = setterOf(scope, skipParens(node.operand));
  if (setter) {
    const one = intExpr(1n, setter.type, scope.span(node));
    const prefix = ts.isPrefixUnaryExpression(node);
    return setter.update((old) => arithmetic(scope, up ? "add" : "sub", old, one, node, false), prefix);
  }
  const place = elaboratePlace(scope, node.operand);
  if (place.type.kind !== "int" && place.type.kind !== "float") {
    scope.fail(node, "operandType", up ? "++" : "--", typeName(place.type));
  }
  const prefix = ts.isPrefixUnaryExpression(node);
  return { kind: "increment", place, by: up ? 1n : -1n, prefix, type: place.type, span: scope.span(node) };
}

/** `[a, b] = tuple`: the right side is complete before the first assignment. */
function assignTuple(scope: Scope, target: ts.ArrayLiteralExpression, node: ts.BinaryExpression): Expr {
  const places = target.elements.map((e) => {
    if (ts.isArrayLiteralExpression(e)) return scope.fail(e, "destructuring", "nested assignment");
    return ts.isOmittedExpression(e) ? null : elaboratePlace(scope, e);
  });
  const types = places.map((p) => p?.type ?? VOID);
  const hint = places.every((p) => p !== null) ? ({ kind: "tuple", elements: types } as const) : null;
  const tuple = elaborate(scope, node.right, hint);
  if (tuple.type.kind !== "tuple") scope.fail(node.right, "typeMismatch", typeName(tuple.type), "a tuple");
  const elements = tuple.type.elements;
  return letExpr(scope, tuple, (value) => {
    const effects = places.flatMap((place, index): Expr[] => {
      const type = elements[index];
      if (!place || !type) return [];
      const element: Expr = { kind: "element", tuple: value, index, type, span: value.span };
      const converted = sameType(type, place.type) ? element : coerce(scope, element, place.type, node);
      return [{ kind: "assign", place, value: converted, type: place.type, span: scope.span(node) }];
    });
    const last = effects.pop();
    if (!last) return convertToVoid(value);
    return { kind: "sequence", effects, value: convertToVoid(last), type: VOID, span: scope.span(node) };
  });
}
