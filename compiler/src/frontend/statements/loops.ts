/** Loops. `for...of` over slices, arrays and strings becomes an index loop without bounds checks. */
import ts from "typescript";
import { intExpr, intrinsic, loadLocal, localPlace, readPlace } from "../expressions/build.ts";
import { convertToVoid, elaborate, elaborateCondition } from "../expressions/index.ts";
import { arrayPointer, elementOf } from "../expressions/names.ts";
import type { Scope } from "../scope.ts";
import type { Expr, Place, Stmt, Type } from "../tree.ts";
import { BOOL, typeName, U64 } from "../typetools.ts";
import { elaborateBlock } from "./index.ts";
import { bindLocal, declareLocals, destructureValue } from "./locals.ts";

function loopBody(scope: Scope, names: readonly string[], body: () => Stmt): { label: number; body: Stmt } {
  const label = scope.newLabel();
  scope.jumps.push({ label, names, loop: true, breakable: true });
  try {
    return { label, body: body() };
  } finally {
    scope.jumps.pop();
  }
}
/** A test that is the constant true is no test; the constant false leaves nothing of the loop. */
function condition(scope: Scope, node: ts.Expression | undefined): Expr | null {
  if (!node) return null;
  const test = elaborateCondition(scope, node);
  return test.kind === "bool" && test.value ? null : test;
}

export function elaborateWhile(scope: Scope, node: ts.WhileStatement, names: readonly string[]): Stmt[] {
  const test = condition(scope, node.expression);
  if (test?.kind === "bool") return [];
  const { label, body } = loopBody(scope, names, () => elaborateBlock(scope, node.statement));
  return [{ kind: "loop", label, test, testFirst: true, body, step: null, span: scope.span(node) }];
}

export function elaborateDo(scope: Scope, node: ts.DoStatement, names: readonly string[]): Stmt[] {
  const { label, body } = loopBody(scope, names, () => elaborateBlock(scope, node.statement));
  const test = condition(scope, node.expression);
  return [{ kind: "loop", label, test, testFirst: false, body, step: null, span: scope.span(node) }];
}

export function elaborateFor(scope: Scope, node: ts.ForStatement, names: readonly string[]): Stmt[] {
  const span = scope.span(node);
  const first: Stmt[] = [];
  const init = node.initializer;
  if (init && ts.isVariableDeclarationList(init)) first.push(...declareLocals(scope, init));
  else if (init) first.push({ kind: "expr", expr: convertToVoid(elaborate(scope, init, null)), span });
  const test = condition(scope, node.condition);
  if (test?.kind === "bool") return first;
  const { label, body } = loopBody(scope, names, () => elaborateBlock(scope, node.statement));
  const step = node.incrementor ? elaborate(scope, node.incrementor, null) : null;
  const loop: Stmt = { kind: "loop", label, test, testFirst: true, body, step, span };
  return [{ kind: "block", body: [...first, loop], span }];
}

export function elaborateForOf(scope: Scope, node: ts.ForOfStatement, names: readonly string[]): Stmt[] {
  if (node.awaitModifier) return scope.fail(node, "asyncFunction");
  const span = scope.span(node);
  const value = elaborate(scope, node.expression, null);
  const { statements, pointer, length, of } = range(scope, value, node.expression);
  const index = scope.newLocal("", U64, span);
  const read = loadLocal(index, span);
  const { label, body } = loopBody(scope, names, () => {
    const place: Place = { kind: "pointerPlace", pointer, index: read, type: of, span };
    const bound = bindElement(scope, node.initializer, readPlace(place));
    return { kind: "block", body: [...bound, elaborateBlock(scope, node.statement)], span };
  });
  const test: Expr = { kind: "compare", op: "lt", left: read, right: length, type: BOOL, span };
  const step: Expr = {
    kind: "increment",
    place: localPlace(index, span),
    by: 1n,
    prefix: true,
    type: U64,
    span,
  };
  const zero: Stmt = {
    kind: "local",
    local: index,
    init: { kind: "value", value: intExpr(0n, U64, span) },
    span,
  };
  const loop: Stmt = { kind: "loop", label, test, testFirst: true, body, step, span };
  return [{ kind: "block", body: [...statements, zero, loop], span }];
}

function bindElement(scope: Scope, initializer: ts.ForInitializer, value: Expr): Stmt[] {
  if (!ts.isVariableDeclarationList(initializer))
    return scope.fail(initializer, "destructuring", "for...of target");
  const name = initializer.declarations[0]!.name;
  if (!ts.isIdentifier(name)) return destructureValue(scope, name, value);
  const local = bindLocal(scope, name, value.type);
  return [{ kind: "local", local, init: { kind: "value", value }, span: local.span }];
}

/** Pointer and length of what is gone over, evaluated once. */
function range(
  scope: Scope,
  value: Expr,
  node: ts.Node,
): { statements: Stmt[]; pointer: Expr; length: Expr; of: Type } {
  const span = value.span;
  const type = value.type;
  const keep = (init: Expr): { statement: Stmt; read: Expr } => {
    const local = scope.newLocal("", init.type, span);
    return {
      statement: { kind: "local", local, init: { kind: "value", value: init }, span },
      read: loadLocal(local, span),
    };
  };
  if (type.kind === "array") {
    const pointer = keep(arrayPointer(scope, value, node));
    return {
      statements: [pointer.statement],
      pointer: pointer.read,
      length: intExpr(BigInt(type.length), U64, span),
      of: type.of,
    };
  }
  if (type.kind !== "slice" && type.kind !== "string") return scope.fail(node, "forOfType", typeName(type));
  const of = elementOf(type);
  const whole = keep(value);
  const pointer = keep(intrinsic("slicePtr", [type], [whole.read], { kind: "ptr", to: of }, span));
  const length = keep(intrinsic("sliceLength", [type], [whole.read], U64, span));
  return {
    statements: [whole.statement, pointer.statement, length.statement],
    pointer: pointer.read,
    length: length.read,
    of,
  };
}
