/** Enums: exact member values (from the source text, not from JavaScript's doubles) and the width of their variables. */
import ts from "typescript";
import { elaborate } from "./expressions/index.ts";
import { moduleScope } from "./globals.ts";
import type { Session } from "./session.ts";
import { readTags } from "./tags.ts";
import type { Type } from "./tree.ts";
import { I32, inRange, NUMBERS, U32 } from "./typetools.ts";

export function enumMemberValue(session: Session, member: ts.Symbol): bigint {
  const known = session.enumValues.get(member);
  if (known !== undefined) return known;
  const declaration = member.valueDeclaration as ts.EnumMember;
  let next = 0n;
  for (const sibling of declaration.parent.members) {
    const symbol = session.checker.getSymbolAtLocation(sibling.name)!;
    if (sibling.initializer) {
      const value = elaborate(moduleScope(session, session.unit(sibling)), sibling.initializer, null);
      if (value.kind !== "int") session.fail(sibling.initializer, "stringEnum");
      next = value.value;
    }
    session.enumValues.set(symbol, next);
    if (symbol === member) return next;
    next += 1n;
  }
  throw new Error(`enum member ${member.name} has no declaration`);
}

export function enumType(session: Session, symbol: ts.Symbol): Type {
  const enumSymbol = symbol.flags & ts.SymbolFlags.EnumMember ? parentOf(session, symbol) : symbol;
  const known = session.enumTypes.get(enumSymbol);
  if (known) return known;
  const declaration = enumSymbol.valueDeclaration as ts.EnumDeclaration;
  const values = declaration.members.map((m) =>
    enumMemberValue(session, session.checker.getSymbolAtLocation(m.name)!),
  );
  const tag = readTags(session, declaration).width;
  const type = (tag && NUMBERS[tag]) || (values.some((v) => v < 0n) ? I32 : U32);
  session.enumTypes.set(enumSymbol, type);
  if (type.kind !== "int" || !values.every((v) => inRange(v, type))) {
    session.report(declaration.name, "enumWidth", enumSymbol.name, tag ?? (type === I32 ? "i32" : "u32"));
  }
  return type;
}
function parentOf(session: Session, member: ts.Symbol): ts.Symbol {
  const declaration = member.valueDeclaration as ts.EnumMember;
  return session.checker.getSymbolAtLocation(declaration.parent.name)!;
}
