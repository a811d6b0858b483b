/**
 * Constructors: the base's first, then the field initialisers in order, then the body. Memory is zero before, so a
 * class whose fields all start at zero has no constructor at all.
 */
import ts from "typescript";
import { type ClassEntry, type FieldDeclaration, fieldDeclarations, findField } from "./classes.ts";
import { constructorFunction } from "./functions.ts";
import { defaultConstruct, initialiserFor } from "./initialisers.ts";
import type { Scope } from "./scope.ts";
import type { Session } from "./session.ts";
import { elaborateStatements } from "./statements/index.ts";
import type { Expr, FunctionInfo, Local, Place, Stmt, Type } from "./tree.ts";
import { VOID } from "./typetools.ts";

/** The function that constructs `entry`'s objects, or null when zeroed memory is all there is to it. */
export function constructorOf(session: Session, entry: ClassEntry): FunctionInfo | null {
  if (!needsConstructor(session, entry)) return null;
  const written = entry.declaration.members.find(
    (m) => ts.isConstructorDeclaration(m) && m.body !== undefined,
  );
  const declaration = (written as ts.ConstructorDeclaration | undefined) ?? entry.declaration;
  return constructorFunction(session, entry, declaration);
}

const needs = new WeakMap<ClassEntry, boolean>();
function needsConstructor(session: Session, entry: ClassEntry): boolean {
  let known = needs.get(entry);
  if (known === undefined) {
    needs.set(entry, false); // a class that contains itself is reported elsewhere
    known =
      entry.declaration.members.some((m) => ts.isConstructorDeclaration(m) && m.body !== undefined) ||
      (entry.base !== null && needsConstructor(session, entry.base)) ||
      fieldDeclarations(entry.declaration).some((d) => fieldNeedsCode(session, entry, d));
    needs.set(entry, known);
  }
  return known;
}
function fieldNeedsCode(session: Session, entry: ClassEntry, declaration: FieldDeclaration): boolean {
  if (ts.isParameter(declaration)) return true;
  if (declaration.initializer) return !isZeroLiteral(declaration.initializer);
  const field = findField(session, entry, declaration.name.getText());
  return field !== null && needsConstruction(session, field.type);
}
function isZeroLiteral(node: ts.Expression): boolean {
  if (ts.isNumericLiteral(node)) return Number(node.text) === 0;
  if (ts.isIdentifier(node)) return node.text === "undefined";
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.arguments.length === 1) {
    return (
      /^(atomic|[ui](8|16|32|64|size)|f32|f64|ptr|ref)$/.test(node.expression.text) &&
      isZeroLiteral(node.arguments[0]!)
    );
  }
  return node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword;
}
/** Whether storage of this type needs more than zeroes. */
export function needsConstruction(session: Session, type: Type): boolean {
  if (type.kind === "array") return needsConstruction(session, type.of);
  if (type.kind !== "embed") return false;
  return type.of.polymorphic || needsConstructor(session, session.classEntries.get(type.of)!);
}

export function constructorBody(
  scope: Scope,
  entry: ClassEntry,
  declaration: ts.ConstructorDeclaration | ts.ClassDeclaration,
  info: FunctionInfo,
): Stmt {
  const span = scope.span(declaration);
  if (ts.isClassDeclaration(declaration)) {
    const base = entry.base && constructorOf(scope.session, entry.base);
    const body: Stmt[] = base ? [callBase(scope, base, info.params.slice(1), span)] : [];
    body.push(...fieldInitialisers(scope, entry));
    return { kind: "block", body, span };
  }
  const statements = [...declaration.body!.statements];
  const body: Stmt[] = [];
  if (entry.base) {
    const first = statements.shift();
    if (!first || !isSuperCall(first)) scope.fail(first ?? declaration, "superCall");
    body.push(...elaborateStatements(scope, [first]));
  }
  for (const parameter of declaration.parameters) {
    if (ts.isParameterPropertyDeclaration(parameter, declaration))
      body.push(assignParameter(scope, entry, parameter));
  }
  body.push(...fieldInitialisers(scope, entry), ...elaborateStatements(scope, statements));
  return { kind: "block", body, span };
}

function isSuperCall(node: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    node.expression.expression.kind === ts.SyntaxKind.SuperKeyword
  );
}
function callBase(scope: Scope, base: FunctionInfo, params: readonly Local[], span: Stmt["span"]): Stmt {
  scope.uses.add(base);
  const read = (local: Local): Expr => {
    const place: Place = { kind: "localPlace", local, type: local.type, span };
    return { kind: "load", place, type: local.type, span };
  };
  const self: Expr = {
    kind: "convert",
    operand: thisExpr(scope, span),
    type: base.signature.params[0]!,
    span,
  };
  const args = [self, ...params.map(read)];
  return { kind: "expr", expr: { kind: "call", target: base, args, type: VOID, span }, span };
}
function thisExpr(scope: Scope, span: Stmt["span"]): Expr {
  const local = scope.thisLocal!;
  return {
    kind: "load",
    place: { kind: "localPlace", local, type: local.type, span },
    type: local.type,
    span,
  };
}

function assignParameter(scope: Scope, entry: ClassEntry, parameter: ts.ParameterDeclaration): Stmt {
  const span = scope.span(parameter);
  const field = findField(scope.session, entry, parameter.name.getText())!;
  const [symbol] = scope.checker.getSymbolsOfParameterPropertyDeclaration(
    parameter,
    parameter.name.getText(),
  );
  const binding = symbol ? scope.lookup(symbol, parameter) : null;
  if (!binding || !("local" in binding)) throw new Error("parameter property without a parameter");
  const local = binding.local;
  const value: Expr = {
    kind: "load",
    place: { kind: "localPlace", local, type: local.type, span },
    type: local.type,
    span,
  };
  const place: Place = { kind: "fieldPlace", object: thisExpr(scope, span), field, type: field.type, span };
  return { kind: "expr", expr: { kind: "assign", place, value, type: field.type, span }, span };
}

function fieldInitialisers(scope: Scope, entry: ClassEntry): Stmt[] {
  const made: Stmt[] = [];
  for (const declaration of fieldDeclarations(entry.declaration)) {
    if (ts.isParameter(declaration)) continue;
    const node = declaration.initializer;
    const field = findField(scope.session, entry, declaration.name.getText());
    if (!field || (node && isZeroLiteral(node))) continue;
    const span = scope.span(declaration);
    const place: Place = { kind: "fieldPlace", object: thisExpr(scope, span), field, type: field.type, span };
    scope.session.recover(() => {
      if (!node) {
        made.push(...defaultConstruct(scope, place));
        return;
      }
      const init = initialiserFor(scope, field.type, node);
      const expr: Expr =
        init.kind === "value"
          ? { kind: "assign", place, value: init.value, type: field.type, span }
          : { kind: "construct", place, init, type: VOID, span };
      made.push({ kind: "expr", expr, span });
    });
  }
  return made;
}
