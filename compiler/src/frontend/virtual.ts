/**
 * Which methods are virtual: those that are abstract, and those that any class of the program overrides. Decided over
 * the declarations, before any type is known, so that generic classes need no case of their own.
 */
import ts from "typescript";
import { has, heritage, methodTable } from "./classes.ts";
import type { Session } from "./session.ts";

const keyOf = (declaration: ts.ClassDeclaration, method: string): string =>
  `${declaration.getSourceFile().fileName}#${declaration.pos}#${method}`;

function baseDeclaration(session: Session, declaration: ts.ClassDeclaration): ts.ClassDeclaration | null {
  const clause = heritage(declaration);
  const base = clause && session.symbol(clause.expression)?.valueDeclaration;
  return base && ts.isClassDeclaration(base) ? base : null;
}

/** The topmost class that declares the method. */
function rootOf(session: Session, declaration: ts.ClassDeclaration, method: string): ts.ClassDeclaration {
  let root = declaration;
  for (let at: ts.ClassDeclaration | null = declaration; at; at = baseDeclaration(session, at)) {
    if (methodTable(at).has(method)) root = at;
  }
  return root;
}

export function collectVirtual(session: Session): void {
  for (const source of session.units.keys()) {
    for (const declaration of source.statements) {
      if (!ts.isClassDeclaration(declaration)) continue;
      for (const [method, member] of methodTable(declaration)) {
        const root = rootOf(session, declaration, method);
        if (root !== declaration || has(member, ts.SyntaxKind.AbstractKeyword)) {
          session.virtualMethods.add(keyOf(root, method));
          markPolymorphic(session, declaration);
          markOverridden(session, declaration, method);
        }
      }
    }
  }
}

/** The whole hierarchy up to its root starts with a vtable pointer. */
function markPolymorphic(session: Session, declaration: ts.ClassDeclaration): void {
  for (let at: ts.ClassDeclaration | null = declaration; at; at = baseDeclaration(session, at)) {
    session.virtualMethods.add(keyOf(at, ""));
  }
}

function markOverridden(session: Session, declaration: ts.ClassDeclaration, method: string): void {
  for (let at = baseDeclaration(session, declaration); at; at = baseDeclaration(session, at)) {
    session.virtualMethods.add(keyOf(at, `below ${method}`));
  }
}
/** Whether an object of the class may have another implementation of the method than the class itself. */
export function isOverriddenBelow(
  session: Session,
  declaration: ts.ClassDeclaration,
  method: string,
): boolean {
  return session.virtualMethods.has(keyOf(declaration, `below ${method}`));
}

export function isVirtualRoot(session: Session, declaration: ts.ClassDeclaration, method: string): boolean {
  return session.virtualMethods.has(keyOf(declaration, method));
}
export function isVirtual(session: Session, declaration: ts.ClassDeclaration, method: string): boolean {
  return isVirtualRoot(session, rootOf(session, declaration, method), method);
}
/** Whether objects of the class carry a vtable pointer: any class up to its root does. */
export function hasVirtual(session: Session, declaration: ts.ClassDeclaration): boolean {
  for (let at: ts.ClassDeclaration | null = declaration; at; at = baseDeclaration(session, at)) {
    if (session.virtualMethods.has(keyOf(at, ""))) return true;
  }
  return false;
}
