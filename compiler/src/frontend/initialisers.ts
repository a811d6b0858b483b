/** How storage gets its first value: construction in place, cells, plain values, and the default. */
import ts from "typescript";
import { constructorOf, needsConstruction } from "./constructors.ts";
import { elaborateArguments } from "./expressions/arguments.ts";
import { intExpr, loadLocal } from "./expressions/build.ts";
import { elaborateAs } from "./expressions/index.ts";
import { preludeCall } from "./prelude.ts";
import type { Scope } from "./scope.ts";
import type { ClassInfo, Expr, Initialiser, Place, Stmt, Type } from "./tree.ts";
import { toType } from "./types.ts";
import { BOOL, typeName, U64, VOID } from "./typetools.ts";

export function skipParens(node: ts.Expression): ts.Expression {
  while (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) node = node.expression;
  return node;
}

export function initialiserFor(scope: Scope, type: Type, expression: ts.Expression): Initialiser {
  const node = skipParens(expression);
  const call = ts.isCallExpression(node) ? preludeCall(scope.session, node) : null;
  if (call === "uninitialised") {
    if (type.kind !== "embed" && type.kind !== "array") scope.fail(node, "uninitialisedUse");
    return { kind: "uninitialised" };
  }
  switch (type.kind) {
    case "embed":
      if (!ts.isNewExpression(node)) scope.fail(node, "embedAssigned", type.of.name);
      return construction(scope, node, type.of);
    case "atomic":
      if (call !== "atomic") scope.fail(node, "cellValue", "Atomic");
      return { kind: "cell", value: elaborateAs(scope, (node as ts.CallExpression).arguments[0]!, type.of) };
    case "mmio":
      scope.fail(node, "cellValue", "Mmio");
      break;
    case "array":
      scope.fail(node, "inlineByValue", "a FixedArray", "value");
  }
  return { kind: "value", value: elaborateAs(scope, node, type) };
}

/** `const c = atomic<u32>(0)` tells its type by its form. */
export function cellType(scope: Scope, initializer: ts.Expression | undefined): Type | null {
  const init = initializer && skipParens(initializer);
  if (!init || !ts.isCallExpression(init) || preludeCall(scope.session, init) !== "atomic") return null;
  return toType(scope.session, scope.checker.getTypeAtLocation(init), scope.substitution, init);
}

/** `new C(args)` in place. */
export function construction(
  scope: Scope,
  node: ts.NewExpression,
  expected: ClassInfo | null,
): Initialiser & { kind: "construct" } {
  const { info, args } = elaborateNew(scope, node);
  if (expected && info !== expected)
    scope.fail(node, "typeMismatch", info.name, typeName({ kind: "embed", of: expected }));
  const made = constructorOf(scope.session, scope.session.classEntries.get(info)!);
  if (made) scope.uses.add(made);
  return { kind: "construct", class: info, constructor: made, args };
}

export function elaborateNew(
  scope: Scope,
  node: ts.NewExpression,
): { info: ClassInfo; args: readonly Expr[] } {
  const session = scope.session;
  const converted = toType(session, session.checker.getTypeAtLocation(node), scope.substitution, node);
  if (converted.kind !== "class") scope.fail(node, "typeMismatch", typeName(converted), "a class");
  const info = converted.of;
  scope.uses.add(info);
  const made = constructorOf(session, session.classEntries.get(info)!);
  const args = made ? elaborateArguments(scope, node.arguments ?? [], made, 1, node) : [];
  return { info, args };
}

/** Constructs an Embed place, or each element of an array of them, without arguments. */
export function defaultConstruct(scope: Scope, place: Place): Stmt[] {
  const type = place.type;
  const span = place.span;
  if (!needsConstruction(scope.session, type)) return [];
  if (type.kind === "embed") {
    const entry = scope.session.classEntries.get(type.of)!;
    const made = constructorOf(scope.session, entry);
    scope.uses.add(type.of);
    if (made) scope.uses.add(made);
    const args = made ? elaborateArguments(scope, [], made, 1, entry.declaration) : [];
    const init: Initialiser = { kind: "construct", class: type.of, constructor: made, args };
    return [{ kind: "expr", expr: { kind: "construct", place, init, type: VOID, span }, span }];
  }
  if (type.kind !== "array") return [];
  const index = scope.newLocal("i", U64, span);
  const read = loadLocal(index, span);
  const element: Place = { kind: "arrayPlace", array: place, index: read, type: type.of, span };
  const counter: Place = { kind: "localPlace", local: index, type: U64, span };
  const limit = intExpr(BigInt(type.length), U64, span);
  return [
    { kind: "local", local: index, init: { kind: "zero" }, span },
    {
      kind: "loop",
      label: scope.newLabel(),
      test: { kind: "compare", op: "lt", left: read, right: limit, type: BOOL, span },
      testFirst: true,
      body: { kind: "block", body: defaultConstruct(scope, element), span },
      step: { kind: "increment", place: counter, by: 1n, prefix: true, type: U64, span },
      span,
    },
  ];
}
