/**
 * Implicit conversions: constants take the width that is wanted, null the pointer type, references go to a base
 * class, functions to closures. Everything else that differs is a diagnostic.
 */
import type ts from "typescript";
import { isDerived } from "../classes.ts";
import type { Scope } from "../scope.ts";
import type { Expr, Signature, Type } from "../tree.ts";
import {
  inRange,
  isNullable,
  isUntyped,
  sameType,
  typeName,
  UNTYPED_FLOAT,
  UNTYPED_INT,
  wrap,
} from "../typetools.ts";
import { convertTo, letExpr, nullExpr } from "./build.ts";
import { roundFloat } from "./folding.ts";
import { asNarrowed } from "./names.ts";

export function coerce(scope: Scope, expr: Expr, to: Type, node: ts.Node): Expr {
  const from = expr.type;
  if (from === to || sameType(from, to) || from.kind === "never") return expr;
  if (isUntyped(to)) {
    if (isUntyped(from)) return expr;
    scope.fail(node, "widthUnknown");
  }
  if (isUntyped(from)) {
    if (to.kind === "int" || to.kind === "float") return giveType(scope, expr, to, node);
    scope.fail(node, "typeMismatch", "a number", typeName(to));
  }
  if (from.kind === "null" && isNullable(to)) return nullExpr(to, expr.span);
  if (from.kind === "null" && expr.kind === "conditional") return retypeConditional(scope, expr, to, node);
  switch (to.kind) {
    case "class":
      if (from.kind === "class") {
        if (isDerived(from.of, to.of)) return convertTo(expr, to);
        const known = asNarrowed(scope, expr, node);
        if (known.type.kind === "class" && isDerived(known.type.of, to.of)) return convertTo(known, to);
        scope.fail(node, "unrelatedClass", from.of.name, to.of.name);
      }
      break;
    case "closure":
      if (from.kind === "fn" || from.kind === "boxed") {
        if (!compatible(from.signature, to.signature)) break;
        if (expr.kind === "functionRef") return { ...expr, type: to };
        return { kind: "toClosure", value: expr, type: to, span: expr.span };
      }
      if (from.kind === "closure" && compatible(from.signature, to.signature)) return { ...expr, type: to };
      break;
    case "fn":
      if (from.kind === "fn" && compatible(from.signature, to.signature)) return convertTo(expr, to);
      if (from.kind === "closure") scope.fail(node, "fnCaptures", "its environment");
      break;
    case "tuple":
      if (from.kind === "tuple" && from.elements.length === to.elements.length)
        return coerceTuple(scope, expr, to, node);
      break;
    case "int":
      if (from.kind === "int") scope.fail(node, "mixedWidths", typeName(from), typeName(to), typeName(to));
      break;
    case "void":
      return expr;
  }
  scope.fail(node, "typeMismatch", typeName(from), typeName(to));
}

/** Whether a function of one signature may be called by the other: the same words in registers. */
function compatible(from: Signature, to: Signature): boolean {
  const fits = (a: Type, b: Type) =>
    sameType(a, b) ||
    (a.kind === "class" && b.kind === "class" && isDerived(a.of, b.of)) ||
    (a.kind === "never" && b.kind === "void");
  return (
    from.params.length <= to.params.length &&
    from.params.every((p, i) => fits(to.params[i]!, p)) &&
    (fits(from.result, to.result) || to.result.kind === "void")
  );
}

function coerceTuple(scope: Scope, expr: Expr, to: Extract<Type, { kind: "tuple" }>, node: ts.Node): Expr {
  if (expr.kind === "tuple") {
    const elements = expr.elements.map((e, i) => coerce(scope, e, to.elements[i]!, node));
    return { ...expr, elements, type: to };
  }
  if (expr.kind === "conditional") return retypeConditional(scope, expr, to, node);
  return letExpr(scope, expr, (value) => {
    const types = (expr.type as typeof to).elements;
    const elements = types.map((type, index) => {
      const element: Expr = { kind: "element", tuple: value, index, type, span: expr.span };
      return coerce(scope, element, to.elements[index]!, node);
    });
    return { kind: "tuple", elements, type: to, span: expr.span };
  });
}
function retypeConditional(
  scope: Scope,
  expr: Extract<Expr, { kind: "conditional" }>,
  to: Type,
  node: ts.Node,
): Expr {
  const then = coerce(scope, expr.then, to, node);
  return { ...expr, then, otherwise: coerce(scope, expr.otherwise, to, node), type: to };
}

/** Gives an expression of constants the type that its surroundings tell. */
export function giveType(scope: Scope, expr: Expr, to: Type, node: ts.Node): Expr {
  if (!isUntyped(expr.type)) return coerce(scope, expr, to, node);
  switch (expr.kind) {
    case "int":
      return typedInt(scope, expr.value, expr, to, node);
    case "float":
      if (to.kind === "float") return { ...expr, value: roundFloat(expr.value, to), type: to };
      return scope.fail(node, "typeMismatch", String(expr.value), typeName(to));
    case "conditional":
      return retypeConditional(scope, expr, to, node);
    case "unary":
      if (expr.op === "bitnot" && expr.operand.kind === "int" && to.kind === "int") {
        const operand = typedInt(scope, expr.operand.value, expr.operand, to, node) as Extract<
          Expr,
          { kind: "int" }
        >;
        return { kind: "int", value: wrap(~operand.value, to), type: to, span: expr.span };
      }
      return { ...expr, operand: giveType(scope, expr.operand, to, node), type: to };
    case "binary": {
      const shift = expr.op === "shl" || expr.op === "shr";
      const left = giveType(scope, expr.left, to, node);
      const right =
        shift && !isUntyped(expr.right.type)
          ? convertTo(expr.right, to)
          : giveType(scope, expr.right, to, node);
      return { ...expr, left, right, type: to };
    }
    case "let":
      return { ...expr, body: giveType(scope, expr.body, to, node), type: to };
    case "sequence":
      return { ...expr, value: giveType(scope, expr.value, to, node), type: to };
  }
  return scope.fail(node, "widthUnknown");
}

function typedInt(scope: Scope, value: bigint, expr: Expr, to: Type, node: ts.Node): Expr {
  if (to.kind === "float") return { kind: "float", value: roundFloat(value, to), type: to, span: expr.span };
  if (to.kind !== "int") return scope.fail(node, "typeMismatch", "a number", typeName(to));
  if (!inRange(value, to)) {
    const complement = complements.get(expr);
    if (complement !== undefined && inRange(complement, to))
      return { kind: "int", value: wrap(value, to), type: to, span: expr.span };
    scope.fail(node, "literalRange", String(value), typeName(to));
  }
  return { kind: "int", value, type: to, span: expr.span };
}

/** Constants written as `~x`: they fit an unsigned type whenever x does. */
const complements = new WeakMap<Expr, bigint>();
export function markComplement(expr: Expr, operand: bigint): Expr {
  complements.set(expr, operand);
  return expr;
}

/** One type for two operands: equal, or the type of the one that has one. Null where they do not meet. */
export function commonType(a: Expr, b: Expr): Type | null {
  if (sameType(a.type, b.type)) return a.type;
  if (a.type.kind === "never") return b.type;
  if (b.type.kind === "never") return a.type;
  if (isUntyped(a.type) && isUntyped(b.type))
    return a.type === UNTYPED_FLOAT || b.type === UNTYPED_FLOAT ? UNTYPED_FLOAT : UNTYPED_INT;
  if (isUntyped(a.type)) return b.type;
  if (isUntyped(b.type)) return a.type;
  if (a.type.kind === "null") return b.type;
  if (b.type.kind === "null") return a.type;
  if (a.type.kind === "class" && b.type.kind === "class") {
    if (isDerived(a.type.of, b.type.of)) return b.type;
    if (isDerived(b.type.of, a.type.of)) return a.type;
    for (let at = a.type.of.base; at; at = at.base)
      if (isDerived(b.type.of, at)) return { kind: "class", of: at };
  }
  if (
    a.type.kind === "tuple" &&
    b.type.kind === "tuple" &&
    a.type.elements.length === b.type.elements.length
  ) {
    const other = b.type.elements;
    const elements = a.type.elements.map((t, i) =>
      commonType({ ...a, type: t } as Expr, { ...b, type: other[i]! } as Expr),
    );
    if (elements.every((e) => e !== null)) return { kind: "tuple", elements: elements as Type[] };
  }
  return null;
}
