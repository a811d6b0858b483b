/**
 * `using x = expr;`: the rest of the block is its scope, and the object's [Symbol.dispose] method runs at each way
 * out. `using x = new C(...)` is storage in the frame: its life is the scope's.
 */
import ts from "typescript";
import { findMethod } from "../classes.ts";
import { localPlace, readPlace } from "../expressions/build.ts";
import { callMethod } from "../expressions/calls.ts";
import { elaborate, elaborateAs } from "../expressions/index.ts";
import { construction, skipParens } from "../initialisers.ts";
import type { Scope } from "../scope.ts";
import type { Initialiser, Stmt, Type } from "../tree.ts";
import { typeOfNode } from "../types.ts";
import { typeName } from "../typetools.ts";
import { bindLocal } from "./locals.ts";

export function elaborateUsing(scope: Scope, node: ts.VariableStatement, rest: () => Stmt[]): Stmt {
  return declare(scope, node.declarationList.declarations, 0, rest);
}

function declare(
  scope: Scope,
  list: readonly ts.VariableDeclaration[],
  at: number,
  rest: () => Stmt[],
): Stmt {
  const node = list[at]!;
  const span = scope.span(node);
  if (!ts.isIdentifier(node.name) || !node.initializer) return scope.fail(node, "destructuring", "using");
  const { type, init } = resource(scope, node, skipParens(node.initializer));
  const info = type.kind === "class" || type.kind === "embed" ? type.of : null;
  const entry = info && scope.session.classEntries.get(info);
  if (!entry || !findMethod(entry, "@dispose"))
    return scope.fail(node.initializer, "fieldUnknown", typeName(type), "[Symbol.dispose]");
  const local = bindLocal(scope, node.name, type);
  const dispose = callMethod(scope, readPlace(localPlace(local, span)), "@dispose", [], node, false);
  const nullable = type.kind === "class" && acceptsNull(scope, node);
  const body = at + 1 < list.length ? [declare(scope, list, at + 1, rest)] : rest();
  return { kind: "scope", local, init, dispose, nullable, body: { kind: "block", body, span }, span };
}

function resource(
  scope: Scope,
  node: ts.VariableDeclaration,
  value: ts.Expression,
): { type: Type; init: Initialiser } {
  if (ts.isNewExpression(value)) {
    const init = construction(scope, value, null);
    return { type: { kind: "embed", of: init.class }, init };
  }
  const declared = node.type ? typeOfNode(scope.session, node.type, scope.substitution) : null;
  const expr = declared ? elaborateAs(scope, value, declared) : elaborate(scope, value, null);
  return { type: expr.type, init: { kind: "value", value: expr } };
}
function acceptsNull(scope: Scope, node: ts.VariableDeclaration): boolean {
  const type = scope.checker.getTypeAtLocation(node.name);
  const members = type.isUnion() ? type.types : [type];
  return members.some((m) => m.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined));
}
