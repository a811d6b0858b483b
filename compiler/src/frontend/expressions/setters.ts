/** Assignment to a member that has a setter and no storage: a call, whose value is the assigned value. */
import ts from "typescript";
import { findField, findMethod } from "../classes.ts";
import type { Scope } from "../scope.ts";
import type { Expr, Type } from "../tree.ts";
import { toType } from "../types.ts";
import { isPlace } from "../typetools.ts";
import { letExpr, readPlace } from "./build.ts";
import { callMethodWith } from "./calls.ts";
import { coerce } from "./coerce.ts";
import { convertToVoid, elaborate } from "./index.ts";
import { memberOf, staticMember } from "./names.ts";

export interface Setter {
  /** What the setter takes. */
  readonly type: Type;
  /** Stores a value of that type. */
  readonly set: (value: Expr) => Expr;
  /** Reads, computes and stores; the object is evaluated once. `after`: the value is the new one, else the old. */
  readonly update: (compute: (old: Expr) => Expr, after: boolean) => Expr;
}

export function setterOf(scope: Scope, node: ts.Expression): Setter | null {
  if (!ts.isPropertyAccessExpression(node) || staticMember(scope, node)) return null;
  const symbol = scope.session.symbol(node.name);
  if (!symbol || !(symbol.flags & ts.SymbolFlags.Accessor)) return null;
  const object = elaborate(scope, node.expression, null);
  if (object.type.kind !== "class") return null;
  const entry = scope.session.classEntries.get(object.type.of)!;
  const name = node.name.text;
  const found = findMethod(entry, `set ${name}`);
  const parameter = found?.declaration.parameters[0];
  if (!found || !parameter || findField(scope.session, entry, name)) return null;
  const type = toType(
    scope.session,
    scope.checker.getTypeAtLocation(parameter),
    found.owner.substitution,
    node,
  );

  const store = (on: Expr, value: Expr): Expr =>
    letExpr(scope, coerce(scope, value, type, node), (kept) => {
      const call = convertToVoid(callMethodWith(scope, on, `set ${name}`, [kept], node));
      return { kind: "sequence", effects: [call], value: kept, type, span: kept.span };
    });
  const load = (on: Expr): Expr => {
    const value = memberOf(scope, on, name, node);
    return isPlace(value) ? readPlace(value) : value;
  };
  return {
    type,
    set: (value) => store(object, value),
    update: (compute, after) =>
      letExpr(scope, object, (on) =>
        letExpr(scope, load(on), (old) => {
          const stored = store(on, compute(old));
          if (after) return stored;
          return {
            kind: "sequence",
            effects: [convertToVoid(stored)],
            value: old,
            type: old.type,
            span: old.span,
          };
        }),
      ),
  };
}
