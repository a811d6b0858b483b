/** Recognising the names of prelude.d.ts, by declaration and not by spelling. */
import ts from "typescript";
import type { Session } from "./session.ts";
import type { Type } from "./tree.ts";
import { NUMBERS } from "./typetools.ts";

export function isPreludeName(session: Session, node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name && preludeName(session, node) === name;
}

/** The prelude's name that an identifier refers to, or null. */
export function preludeName(session: Session, node: ts.Node): string | null {
  if (!ts.isIdentifier(node)) return null;
  const symbol = session.checker.getSymbolAtLocation(node);
  const declaration = symbol?.valueDeclaration;
  return declaration && session.isPrelude(declaration) ? symbol.name : null;
}

/** The prelude function that a call calls, or null. */
export function preludeCall(session: Session, node: ts.CallExpression): string | null {
  return preludeName(session, node.expression);
}

/** The target of a conversion call such as `u32(x)`. */
export function conversionType(session: Session, node: ts.CallExpression): Type | null {
  const name = preludeCall(session, node);
  return name !== null ? (NUMBERS[name] ?? null) : null;
}
