/** Calls: functions, methods (direct where the class is known, else through the vtable), closures, super. */
import ts from "typescript";
import { type ClassEntry, ensureVtable, findField, findMethod, has } from "../classes.ts";
import { constructorOf } from "../constructors.ts";
import { functionOf, functionOfMember } from "../functions.ts";
import { preludeCall } from "../prelude.ts";
import type { Scope } from "../scope.ts";
import type { Expr, FunctionInfo, Type } from "../tree.ts";
import { toType } from "../types.ts";
import { containsUntyped, typeName, VOID } from "../typetools.ts";
import { isOverriddenBelow, isVirtual } from "../virtual.ts";
import { elaborateArguments, elaborateSignatureArguments } from "./arguments.ts";
import { boolExpr, convertTo, loadLocal } from "./build.ts";
import { elaborate } from "./index.ts";
import { elaboratePrelude } from "./intrinsics.ts";
import { callBuiltin } from "./members.ts";
import { enclosing, narrowed, staticMember } from "./names.ts";

export function elaborateCall(scope: Scope, node: ts.CallExpression, hint: Type | null): Expr {
  let callee: ts.Expression = node.expression;
  while (ts.isParenthesizedExpression(callee) || ts.isNonNullExpression(callee)) callee = callee.expression;
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return scope.fail(node, "dynamicImport");
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return callSuper(scope, node);
  const prelude = preludeCall(scope.session, node);
  if (prelude !== null) return elaboratePrelude(scope, node, prelude, hint);
  if (ts.isIdentifier(callee)) {
    const declaration = scope.session.symbol(callee)?.valueDeclaration;
    if (declaration && ts.isFunctionDeclaration(declaration))
      return callFunction(scope, node, declaration, hint);
  }
  if (ts.isPropertyAccessExpression(callee)) {
    const method = callMember(scope, node, callee, hint);
    if (method) return method;
  }
  return callValue(scope, node, elaborate(scope, callee, null));
}

function callFunction(
  scope: Scope,
  node: ts.CallExpression,
  declaration: ts.FunctionDeclaration,
  hint: Type | null,
): Expr {
  const types = typeArguments(scope, node, declaration, hint);
  const target = functionOf(scope.session, declaration, types, enclosing(scope, declaration));
  return directCall(scope, target, elaborateArguments(scope, node.arguments, target, 0, node), node);
}
function directCall(scope: Scope, target: FunctionInfo, args: readonly Expr[], node: ts.Node): Expr {
  scope.uses.add(target);
  return { kind: "call", target, args, type: target.signature.result, span: scope.span(node) };
}

function callValue(scope: Scope, node: ts.CallExpression, callee: Expr): Expr {
  const type = callee.type;
  if (type.kind !== "fn" && type.kind !== "closure" && type.kind !== "boxed") {
    scope.fail(node.expression, "typeMismatch", typeName(type), "a function");
  }
  const args = elaborateSignatureArguments(scope, node.arguments, type.signature, node);
  return { kind: "indirectCall", callee, args, type: type.signature.result, span: scope.span(node) };
}

function callMember(
  scope: Scope,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  hint: Type | null,
): Expr | null {
  const symbol = staticMember(scope, callee);
  const declaration = symbol?.valueDeclaration;
  if (declaration && ts.isFunctionDeclaration(declaration))
    return callFunction(scope, node, declaration, hint);
  if (declaration && ts.isMethodDeclaration(declaration)) return callStatic(scope, node, callee, declaration);
  if (declaration) return null;
  if (callee.expression.kind === ts.SyntaxKind.SuperKeyword) return callSuperMethod(scope, node, callee);
  const name = callee.name.text;
  const object = narrowed(scope, elaborate(scope, callee.expression, null), callee.expression, name);
  if (object.type.kind !== "class") return callBuiltin(scope, node, object, name);
  const entry = scope.session.classEntries.get(object.type.of)!;
  if (findField(scope.session, entry, name) === null && !findMethod(entry, `get ${name}`)) {
    if (!findMethod(entry, name)) scope.fail(callee.name, "fieldUnknown", object.type.of.name, name);
    return callMethod(scope, object, name, node.arguments, node, false);
  }
  scope.replacements.set(callee.expression, object);
  try {
    return callValue(scope, node, elaborate(scope, callee, null));
  } finally {
    scope.replacements.delete(callee.expression);
  }
}

function callStatic(
  scope: Scope,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  declaration: ts.MethodDeclaration,
): Expr {
  const owner = declaration.parent as ts.ClassDeclaration;
  const type = scope.checker.getDeclaredTypeOfSymbol(scope.checker.getSymbolAtLocation(owner.name!)!);
  const info = toType(scope.session, type, scope.substitution, callee);
  if (info.kind !== "class") return scope.fail(callee, "unsupported", "static method");
  const entry = scope.session.classEntries.get(info.of)!;
  const target = functionOfMember(scope.session, entry, declaration, typeArguments(scope, node, declaration));
  return directCall(scope, target, elaborateArguments(scope, node.arguments, target, 0, node), node);
}

/** A method or accessor on an object. `direct`: this class's own, whatever the object's. */
export function callMethod(
  scope: Scope,
  object: Expr,
  key: string,
  args: readonly ts.Expression[],
  node: ts.Node,
  direct: boolean,
): Expr {
  const type = object.type;
  if (type.kind !== "class") return scope.fail(node, "fieldUnknown", typeName(type), key);
  const entry = scope.session.classEntries.get(type.of)!;
  const { target, virtual, receiver } = methodTarget(scope, object, entry, key, node, direct);
  const values = elaborateArguments(scope, args, target, 1, node);
  const call = methodCall(scope, target, virtual ? entry : null, key, receiver, values, node);
  return returnsThis(scope, entry, key) ? convertTo(call, type) : call;
}
/** A method whose result type is `this` gives the class of the object. */
function returnsThis(scope: Scope, entry: ClassEntry, key: string): boolean {
  const declaration = findMethod(entry, key)!.declaration;
  const result = scope.checker.getSignatureFromDeclaration(declaration)?.getReturnType();
  return (result as { isThisType?: boolean } | undefined)?.isThisType === true;
}

/** The same with arguments that are trees already. */
export function callMethodWith(
  scope: Scope,
  object: Expr,
  key: string,
  values: readonly Expr[],
  node: ts.Node,
): Expr {
  const type = object.type;
  if (type.kind !== "class") return scope.fail(node, "fieldUnknown", typeName(type), key);
  const entry = scope.session.classEntries.get(type.of)!;
  const { target, virtual, receiver } = methodTarget(scope, object, entry, key, node, false);
  return methodCall(scope, target, virtual ? entry : null, key, receiver, values, node);
}

function methodTarget(
  scope: Scope,
  object: Expr,
  entry: ClassEntry,
  key: string,
  node: ts.Node,
  direct: boolean,
) {
  const session = scope.session;
  const found = findMethod(entry, key);
  if (!found) return scope.fail(node, "fieldUnknown", entry.info.name, key.replace("@", "Symbol."));
  const generic = found.declaration.typeParameters !== undefined;
  const types = generic && ts.isCallExpression(node) ? typeArguments(scope, node, found.declaration) : [];
  const target = functionOfMember(session, found.owner, found.declaration, types);
  const abstract = has(found.declaration, ts.SyntaxKind.AbstractKeyword);
  const exact = object.kind === "addressOf" && object.place.type.kind === "embed";
  const known = direct || exact || !isOverriddenBelow(session, entry.declaration, key);
  const virtual = isVirtual(session, found.owner.declaration, key) && (abstract || !known);
  const receiver = virtual ? object : convertTo(object, { kind: "class", of: found.owner.info });
  return { target, virtual, receiver };
}

function methodCall(
  scope: Scope,
  target: FunctionInfo,
  virtualIn: ClassEntry | null,
  key: string,
  object: Expr,
  args: readonly Expr[],
  node: ts.Node,
): Expr {
  if (!virtualIn) return directCall(scope, target, [object, ...args], node);
  ensureVtable(scope.session, virtualIn);
  const slot = virtualIn.info.vtable.findIndex((s) => s.method === key);
  if (slot < 0) return scope.fail(node, "fieldUnknown", virtualIn.info.name, key);
  const type = target.signature.result;
  return { kind: "virtualCall", class: virtualIn.info, slot, object, args, type, span: scope.span(node) };
}

function callSuper(scope: Scope, node: ts.CallExpression): Expr {
  const base = scope.classEntry?.base;
  if (!base || !scope.thisLocal) return scope.fail(node, "superCall");
  const target = constructorOf(scope.session, base);
  const span = scope.span(node);
  if (!target) return { kind: "convert", operand: boolExpr(false, span), type: VOID, span };
  const self = convertTo(loadLocal(scope.thisLocal, span), { kind: "class", of: base.info });
  return directCall(
    scope,
    target,
    [self, ...elaborateArguments(scope, node.arguments, target, 1, node)],
    node,
  );
}
function callSuperMethod(scope: Scope, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Expr {
  const base = scope.classEntry?.base;
  const self = scope.lookupThis(node);
  if (!base || !self) return scope.fail(node, "superCall");
  const object = convertTo(loadLocal(self, scope.span(callee)), { kind: "class", of: base.info });
  return callMethod(scope, object, callee.name.text, node.arguments, node, true);
}

/** Type arguments as TypeScript inferred them; where arithmetic lost the width, the argument's own type tells. */
export function typeArguments(
  scope: Scope,
  node: ts.CallExpression,
  declaration: ts.SignatureDeclaration,
  hint: Type | null = null,
): Type[] {
  const parameters = declaration.typeParameters;
  if (!parameters) return [];
  const checker = scope.checker;
  const signature = checker.getResolvedSignature(node);
  const inferred = signature ? (checker.getTypeArgumentsForResolvedSignature(signature) ?? []) : [];
  return parameters.map((parameter, i) => {
    const tsType = inferred[i];
    if (!tsType) return scope.fail(node, "typeParameter", parameter.name.text);
    const type = toType(scope.session, tsType, scope.substitution, node);
    if (!node.typeArguments && type.kind === "embed") return { kind: "class", of: type.of };
    return containsUntyped(type) ? fromArgument(scope, node, declaration, parameter, hint) : type;
  });
}
function fromArgument(
  scope: Scope,
  node: ts.CallExpression,
  declaration: ts.SignatureDeclaration,
  parameter: ts.TypeParameterDeclaration,
  hint: Type | null,
): Type {
  const wanted = scope.checker.getTypeAtLocation(parameter);
  for (const [i, p] of declaration.parameters.entries()) {
    const argument = node.arguments[i];
    if (!argument || scope.checker.getTypeAtLocation(p) !== wanted) continue;
    const value = elaborate(scope, argument, null);
    if (!containsUntyped(value.type)) return value.type;
  }
  const declared = declaration.type && scope.checker.getTypeFromTypeNode(declaration.type);
  if (declared === wanted && hint && !containsUntyped(hint)) return hint;
  return scope.fail(node, "widthUnknown");
}
