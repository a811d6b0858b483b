/** The top level of a file: every declaration is made, generic ones when they are used. */
import ts from "typescript";
import { classEntry, has } from "./classes.ts";
import { constructorOf } from "./constructors.ts";
import { enumMemberValue } from "./enums.ts";
import { asmText } from "./expressions/asm.ts";
import { elaborateCondition } from "./expressions/index.ts";
import { functionOf, functionOfMember } from "./functions.ts";
import { globalEntry, moduleScope } from "./globals.ts";
import { isPreludeName } from "./prelude.ts";
import type { Session, Unit } from "./session.ts";

const K = ts.SyntaxKind;

export function declareModule(session: Session, unit: Unit): void {
  for (const statement of unit.source.statements) session.recover(() => declare(session, unit, statement));
}

function declare(session: Session, unit: Unit, node: ts.Statement): void {
  switch (node.kind) {
    case K.ImportDeclaration:
    case K.ExportDeclaration:
    case K.InterfaceDeclaration:
    case K.TypeAliasDeclaration:
    case K.EmptyStatement:
      return;
    case K.FunctionDeclaration: {
      const declaration = node as ts.FunctionDeclaration;
      if (!declaration.typeParameters) functionOf(session, declaration);
      return;
    }
    case K.ClassDeclaration:
      declareClass(session, node as ts.ClassDeclaration);
      return;
    case K.EnumDeclaration:
      for (const member of (node as ts.EnumDeclaration).members) {
        session.recover(
          () => void enumMemberValue(session, session.checker.getSymbolAtLocation(member.name)!),
        );
      }
      return;
    case K.VariableStatement:
      for (const d of (node as ts.VariableStatement).declarationList.declarations) {
        if (!ts.isIdentifier(d.name)) session.fail(d.name, "destructuring", "at the top level");
        session.recover(() => void globalEntry(session, session.checker.getSymbolAtLocation(d.name)!, d));
      }
      return;
    case K.ExpressionStatement:
    case K.IfStatement:
    case K.Block:
      declareAsm(session, unit, node);
      return;
    default:
      session.fail(node, "moduleStatement");
  }
}

function declareClass(session: Session, node: ts.ClassDeclaration): void {
  for (const member of node.members) {
    if (!has(member as unknown as ts.HasModifiers, K.StaticKeyword)) continue;
    if (ts.isPropertyDeclaration(member)) {
      session.recover(
        () => void globalEntry(session, session.checker.getSymbolAtLocation(member.name)!, member),
      );
    }
  }
  if (node.typeParameters) return;
  const entry = classEntry(session, node, []);
  constructorOf(session, entry);
  for (const member of node.members) {
    if ((ts.isMethodDeclaration(member) || ts.isAccessor(member)) && !member.typeParameters) {
      session.recover(() => void functionOfMember(session, entry, member));
    }
  }
}

/** File-scope assembly, alone or under `if (TARGET...)`. */
function declareAsm(session: Session, unit: Unit, node: ts.Statement): void {
  const scope = moduleScope(session, unit);
  if (ts.isBlock(node)) {
    for (const inner of node.statements) declareAsm(session, unit, inner);
  } else if (ts.isIfStatement(node)) {
    const test = elaborateCondition(scope, node.expression);
    if (test.kind !== "bool") session.fail(node, "moduleStatement");
    const taken = test.value ? node.thenStatement : node.elseStatement;
    if (taken) declareAsm(session, unit, taken);
  } else if (ts.isExpressionStatement(node) && ts.isTaggedTemplateExpression(node.expression)) {
    if (!isPreludeName(session, node.expression.tag, "asm")) session.fail(node, "moduleStatement");
    unit.moduleAsm.push(asmText(scope, node.expression));
  } else session.fail(node, "moduleStatement");
}
