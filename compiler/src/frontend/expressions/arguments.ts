/** Arguments of calls, with defaults filled in at the call site. */
import ts from "typescript";
import type { Scope } from "../scope.ts";
import type { Expr, FunctionInfo, Signature, Type } from "../tree.ts";
import { isNullable } from "../typetools.ts";
import { nullExpr } from "./build.ts";
import { elaborateAs } from "./index.ts";

/** `skip`: parameters that are not written, such as `this`. */
export function elaborateArguments(
  scope: Scope,
  nodes: readonly ts.Expression[],
  target: FunctionInfo,
  skip: number,
  call: ts.Node,
): Expr[] {
  const declarations = scope.session.parameters.get(target) ?? [];
  return target.signature.params.slice(skip).map((type, i) => {
    const declaration = declarations[i];
    return argument(scope, nodes[i], type, declaration?.initializer ?? null, call);
  });
}

export function elaborateSignatureArguments(
  scope: Scope,
  nodes: readonly ts.Expression[],
  signature: Signature,
  call: ts.Node,
): Expr[] {
  return signature.params.map((type, i) => argument(scope, nodes[i], type, null, call));
}

function argument(
  scope: Scope,
  node: ts.Expression | undefined,
  type: Type,
  initializer: ts.Expression | null,
  call: ts.Node,
): Expr {
  if (node && ts.isSpreadElement(node)) scope.fail(node, "spread");
  const missing = !node || (ts.isIdentifier(node) && node.text === "undefined" && initializer !== null);
  if (!missing) return elaborateAs(scope, node, type);
  if (initializer) {
    checkDefault(scope, initializer);
    return elaborateAs(scope, initializer, type);
  }
  if (isNullable(type)) return nullExpr(type, scope.span(call));
  return scope.fail(call, "unsupported", "missing argument");
}

/** A default is evaluated where the call stands, so it means nothing of the callee's own. */
function checkDefault(scope: Scope, node: ts.Node): void {
  const local = (symbol: ts.Symbol | undefined) =>
    symbol?.valueDeclaration && ts.isParameter(symbol.valueDeclaration);
  if (node.kind === ts.SyntaxKind.ThisKeyword) scope.fail(node, "defaultValue", "this");
  if (ts.isIdentifier(node) && local(scope.session.symbol(node))) scope.fail(node, "defaultValue", node.text);
  ts.forEachChild(node, (child) => checkDefault(scope, child));
}
