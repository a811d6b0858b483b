/** Explicit conversions: `u32(x)` and its kind, and `bitcast`. */
import type ts from "typescript";
import type { Scope } from "../scope.ts";
import type { Expr, Type } from "../tree.ts";
import { isUntyped, typeName, wrap } from "../typetools.ts";
import { convertTo, intrinsic } from "./build.ts";
import { giveType } from "./coerce.ts";
import { roundFloat } from "./folding.ts";
import { elaborate, elaborateTyped } from "./index.ts";

/** Truncates, extends, rounds toward zero; constants wrap. */
export function elaborateConversion(scope: Scope, node: ts.CallExpression, to: Type): Expr {
  const argument = node.arguments[0]!;
  const value = elaborate(scope, argument, null);
  const span = scope.span(node);
  if (value.kind === "int") {
    if (to.kind === "int") return { kind: "int", value: wrap(value.value, to), type: to, span };
    if (to.kind === "float") return { kind: "float", value: roundFloat(value.value, to), type: to, span };
  }
  if (value.kind === "float") {
    if (to.kind === "float") return { ...value, value: roundFloat(value.value, to), type: to, span };
    if (to.kind === "int") return { kind: "int", value: saturate(value.value, to), type: to, span };
  }
  if (isUntyped(value.type)) return giveType(scope, value, to, argument);
  if (value.type.kind !== "int" && value.type.kind !== "float" && value.type.kind !== "bool") {
    scope.fail(argument, "typeMismatch", typeName(value.type), "a number or a boolean");
  }
  return convertTo(value, to);
}
function saturate(value: number, to: Extract<Type, { kind: "int" }>): bigint {
  const low = to.signed ? -(1n << BigInt(to.width - 1)) : 0n;
  const high = (1n << BigInt(to.signed ? to.width - 1 : to.width)) - 1n;
  if (Number.isNaN(value)) return 0n;
  if (value <= Number(low)) return low;
  if (value >= Number(high)) return high;
  return BigInt(Math.trunc(value));
}

export function elaborateBitcast(scope: Scope, node: ts.CallExpression, to: Type): Expr {
  const value = elaborateTyped(scope, node.arguments[0]!, null);
  const size = (t: Type) => (t.kind === "int" || t.kind === "float" ? t.width : 0);
  if (size(value.type) !== size(to) || size(to) === 0)
    scope.fail(node, "bitcastSize", typeName(value.type), typeName(to));
  return intrinsic("bitcast", [value.type, to], [value], to, scope.span(node));
}
