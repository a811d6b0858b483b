/** Unary and binary operators: one type for both operands, constants folded exactly. */
import ts from "typescript";
import type { Scope } from "../scope.ts";
import type { ArithmeticOp, CompareOp, Expr, Type } from "../tree.ts";
import { BOOL, isNullable, isUntyped, typeName, wrap } from "../typetools.ts";
import { elaborateAssignment, elaborateUpdate } from "./assignments.ts";
import { boolExpr, convertTo, intExpr } from "./build.ts";
import { coerce, commonType, giveType, markComplement } from "./coerce.ts";
import { foldArithmetic, foldCompare } from "./folding.ts";
import { conditional, convertToVoid, elaborate, elaborateCondition } from "./index.ts";
import { orElse } from "./optional.ts";

const K = ts.SyntaxKind;
export const ARITHMETIC = new Map<ts.SyntaxKind, ArithmeticOp>([
  [K.PlusToken, "add"],
  [K.MinusToken, "sub"],
  [K.AsteriskToken, "mul"],
  [K.SlashToken, "div"],
  [K.PercentToken, "rem"],
  [K.AmpersandToken, "and"],
  [K.BarToken, "or"],
  [K.CaretToken, "xor"],
  [K.LessThanLessThanToken, "shl"],
  [K.GreaterThanGreaterThanToken, "shr"],
  [K.GreaterThanGreaterThanGreaterThanToken, "shr"],
]);
const COMPARISON = new Map<ts.SyntaxKind, CompareOp>([
  [K.EqualsEqualsEqualsToken, "eq"],
  [K.ExclamationEqualsEqualsToken, "ne"],
  [K.LessThanToken, "lt"],
  [K.LessThanEqualsToken, "le"],
  [K.GreaterThanToken, "gt"],
  [K.GreaterThanEqualsToken, "ge"],
]);

export function elaboratePrefix(scope: Scope, node: ts.PrefixUnaryExpression, hint: Type | null): Expr {
  const span = scope.span(node);
  switch (node.operator) {
    case K.PlusPlusToken:
    case K.MinusMinusToken:
      return elaborateUpdate(scope, node);
    case K.PlusToken:
      return scope.fail(node, "unaryPlus");
    case K.ExclamationToken: {
      const operand = elaborateCondition(scope, node.operand);
      if (operand.kind === "bool") return boolExpr(!operand.value, span);
      return { kind: "unary", op: "not", operand, type: BOOL, span };
    }
  }
  const operand = elaborate(scope, node.operand, hint);
  const type = operand.type;
  const complement = node.operator === K.TildeToken;
  if (type.kind !== "int" && (complement || type.kind !== "float")) {
    scope.fail(node, "operandType", complement ? "~" : "-", typeName(type));
  }
  if (operand.kind === "int" && type.kind === "int") {
    const value = complement ? ~operand.value : -operand.value;
    if (!isUntyped(type)) return intExpr(wrap(value, type), type, span);
    const folded = intExpr(value, type, span);
    return complement ? markComplement(folded, operand.value) : folded;
  }
  if (operand.kind === "float") return { ...operand, value: -operand.value, span };
  return { kind: "unary", op: complement ? "bitnot" : "neg", operand, type, span };
}

export function elaborateBinary(scope: Scope, node: ts.BinaryExpression, hint: Type | null): Expr {
  const operator = node.operatorToken.kind;
  if (operator >= K.FirstAssignment && operator <= K.LastAssignment) return elaborateAssignment(scope, node);
  const arithmetic = ARITHMETIC.get(operator);
  if (arithmetic) return elaborateArithmetic(scope, node, arithmetic, hint);
  const comparison = COMPARISON.get(operator);
  if (comparison) return elaborateCompare(scope, node, comparison);
  switch (operator) {
    case K.AmpersandAmpersandToken:
    case K.BarBarToken:
      return elaborateLogical(scope, node, operator === K.AmpersandAmpersandToken ? "and" : "or");
    case K.QuestionQuestionToken:
      return elaborateNullish(scope, node, hint);
    case K.CommaToken: {
      const effect = convertToVoid(elaborate(scope, node.left, null));
      const value = elaborate(scope, node.right, hint);
      return { kind: "sequence", effects: [effect], value, type: value.type, span: scope.span(node) };
    }
    case K.EqualsEqualsToken:
    case K.ExclamationEqualsToken:
      return scope.fail(node.operatorToken, "looseEquality", node.operatorToken.getText());
    case K.AsteriskAsteriskToken:
      return scope.fail(node.operatorToken, "exponent");
    case K.InstanceOfKeyword:
      return scope.fail(node.operatorToken, "instanceOf");
    case K.InKeyword:
      return scope.fail(node.operatorToken, "inOperator");
    default:
      return scope.fail(node, "unsupported", ts.SyntaxKind[operator] ?? "operator");
  }
}

function elaborateArithmetic(
  scope: Scope,
  node: ts.BinaryExpression,
  op: ArithmeticOp,
  hint: Type | null,
): Expr {
  const numeric = hint && (hint.kind === "int" || hint.kind === "float") ? hint : null;
  const left = elaborate(scope, node.left, numeric);
  const right = elaborate(scope, node.right, isUntyped(left.type) ? numeric : left.type);
  return arithmetic(
    scope,
    op,
    left,
    right,
    node,
    node.operatorToken.kind === K.GreaterThanGreaterThanGreaterThanToken,
  );
}

/** `logical`: `>>>`, a logical shift even of a signed value. */
export function arithmetic(
  scope: Scope,
  op: ArithmeticOp,
  left: Expr,
  right: Expr,
  node: ts.Node,
  logical: boolean,
): Expr {
  const span = scope.span(node);
  if (left.type.kind === "string" || right.type.kind === "string" || left.type.kind === "text")
    scope.fail(node, "concatenation");
  for (const side of [left, right]) {
    const floats = ["add", "sub", "mul", "div", "rem"].includes(op);
    if (side.type.kind !== "int" && !(side.type.kind === "float" && floats)) {
      scope.fail(node, "operandType", operatorText(op), typeName(side.type));
    }
  }
  if (op === "shl" || op === "shr") {
    if (isUntyped(left.type)) {
      const folded = foldArithmetic(scope, op, left, right, node);
      return folded ?? { kind: "binary", op, left, right, type: left.type, span };
    }
    const count = isUntyped(right.type)
      ? giveType(scope, right, left.type, node)
      : convertTo(right, left.type);
    if (op === "shr" && logical && left.type.kind === "int" && left.type.signed) {
      const unsigned: Type = { kind: "int", width: left.type.width, signed: false };
      const shifted: Expr = {
        kind: "binary",
        op,
        left: convertTo(left, unsigned),
        right: convertTo(count, unsigned),
        type: unsigned,
        span,
      };
      return convertTo(shifted, left.type);
    }
    return (
      foldArithmetic(scope, op, left, count, node) ?? {
        kind: "binary",
        op,
        left,
        right: count,
        type: left.type,
        span,
      }
    );
  }
  const type = meet(scope, left, right, node);
  const [a, b] = isUntyped(type)
    ? [left, right]
    : [coerce(scope, left, type, node), coerce(scope, right, type, node)];
  if ((op === "div" || op === "rem") && b.kind === "int" && b.value === 0n)
    scope.fail(node, "divisionByZero");
  return foldArithmetic(scope, op, a, b, node) ?? { kind: "binary", op, left: a, right: b, type, span };
}
function operatorText(op: ArithmeticOp): string {
  const names = {
    add: "+",
    sub: "-",
    mul: "*",
    div: "/",
    rem: "%",
    and: "&",
    or: "|",
    xor: "^",
    shl: "<<",
    shr: ">>",
  };
  return names[op];
}

function meet(scope: Scope, left: Expr, right: Expr, node: ts.Node): Type {
  const type = commonType(left, right);
  if (type) return type;
  const [a, b] = [left.type, right.type];
  if (a.kind === "int" && b.kind === "int") {
    scope.fail(node, "mixedWidths", typeName(a), typeName(b), typeName(a.width >= b.width ? a : b));
  }
  return scope.fail(node, "incomparable", typeName(a), typeName(b));
}

function elaborateCompare(scope: Scope, node: ts.BinaryExpression, op: CompareOp): Expr {
  const left = elaborate(scope, node.left, null);
  const right = elaborate(scope, node.right, left.type.kind === "null" ? null : left.type);
  return compare(scope, op, left, right, node);
}

export function compare(scope: Scope, op: CompareOp, left: Expr, right: Expr, node: ts.Node): Expr {
  const span = scope.span(node);
  const equality = op === "eq" || op === "ne";
  const asNull = (e: Expr) => (e.type.kind === "void" ? null : e);
  if (!asNull(left) || !asNull(right))
    scope.fail(node, "incomparable", typeName(left.type), typeName(right.type));
  if (left.type.kind === "null" && right.type.kind === "null") return boolExpr(op === "eq", span);
  if (left.type.kind === "null" || right.type.kind === "null") {
    const other = left.type.kind === "null" ? right : left;
    if (!isNullable(other.type)) scope.fail(node, "notNullable", typeName(other.type));
  }
  const type = meet(scope, left, right, node);
  const comparable = ["int", "float", "bool", "ptr", "class", "fn", "boxed", "string"].includes(type.kind);
  const isNull = (e: Expr) => e.kind === "null";
  const againstNull =
    left.type.kind === "null" || right.type.kind === "null" || isNull(left) || isNull(right);
  if (!comparable && !(type.kind === "slice" && equality && againstNull)) {
    scope.fail(node, "incomparable", typeName(left.type), typeName(right.type));
  }
  if (!equality && !["int", "float", "ptr"].includes(type.kind))
    scope.fail(node, "operandType", node.getText(), typeName(type));
  if (isUntyped(type)) {
    const folded = foldCompare(op, left, right, span);
    if (folded) return folded;
    scope.fail(node, "widthUnknown");
  }
  const a = coerce(scope, left, type, node);
  const b = coerce(scope, right, type, node);
  return foldCompare(op, a, b, span) ?? { kind: "compare", op, left: a, right: b, type: BOOL, span };
}

function elaborateLogical(scope: Scope, node: ts.BinaryExpression, op: "and" | "or"): Expr {
  const left = elaborateCondition(scope, node.left);
  if (left.kind === "bool")
    return left.value === (op === "and") ? elaborateCondition(scope, node.right) : left;
  const right = elaborateRight(scope, node.right);
  if (right.type.kind === "void" || right.type.kind === "never") {
    // `test && act()` as a statement
    const act = convertToVoid(right);
    const nothing = convertToVoid(boolExpr(false, left.span));
    return conditional(scope, left, op === "and" ? act : nothing, op === "and" ? nothing : act, node);
  }
  return { kind: "logical", op, left, right, type: BOOL, span: scope.span(node) };
}
function elaborateRight(scope: Scope, node: ts.Expression): Expr {
  const call = ts.isParenthesizedExpression(node) ? node.expression : node;
  if (!ts.isCallExpression(call)) return elaborateCondition(scope, node);
  const value = elaborate(scope, node, BOOL);
  if (["bool", "void", "never"].includes(value.type.kind)) return value;
  return scope.fail(node, "conditionNotBoolean", typeName(value.type), `${node.getText()} !== 0`);
}

function elaborateNullish(scope: Scope, node: ts.BinaryExpression, hint: Type | null): Expr {
  return orElse(scope, node.left, hint, (type) => elaborate(scope, node.right, type ?? hint));
}
