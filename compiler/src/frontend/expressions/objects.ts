/** `new C(...)` as a value: an object on the heap. */
import type ts from "typescript";
import { constructorOf } from "../constructors.ts";
import { elaborateNew } from "../initialisers.ts";
import type { Scope } from "../scope.ts";
import type { Expr } from "../tree.ts";

export function elaborateNewObject(scope: Scope, node: ts.NewExpression): Expr {
  const { info, args } = elaborateNew(scope, node);
  const made = constructorOf(scope.session, scope.session.classEntries.get(info)!);
  if (made) scope.uses.add(made);
  return {
    kind: "new",
    class: info,
    constructor: made,
    args,
    type: { kind: "class", of: info },
    span: scope.span(node),
  };
}
