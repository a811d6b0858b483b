/** Names, members and elements: what they refer to, as a place or as a value. */
import ts from "typescript";
import { findField, findMethod, isDerived } from "../classes.ts";
import { enumMemberValue } from "../enums.ts";
import { functionOf } from "../functions.ts";
import { globalEntry, isGlobalDeclaration } from "../globals.ts";
import { isPreludeName } from "../prelude.ts";
import type { Scope } from "../scope.ts";
import { ElaborationError } from "../session.ts";
import type { Expr, FunctionInfo, Place, Type } from "../tree.ts";
import { toType } from "../types.ts";
import {
  I64,
  isNullable,
  isPlace,
  isUntyped,
  NULL,
  STRING,
  typeName,
  U64,
  UNTYPED_INT,
} from "../typetools.ts";
import { asIndex, boolExpr, convertTo, intExpr, intrinsic, loadLocal, nullExpr, readPlace } from "./build.ts";
import { callMethod } from "./calls.ts";
import { giveType } from "./coerce.ts";
import { elaborate } from "./index.ts";
import { stringBytes } from "./literals.ts";

export type Reference = Place | Expr;
const read = (r: Reference): Expr => (isPlace(r) ? readPlace(r) : r);

export function elaborateIdentifier(scope: Scope, node: ts.Identifier, hint: Type | null): Expr {
  if (node.text === "undefined") return nullExpr(hint && isNullable(hint) ? hint : NULL, scope.span(node));
  return read(resolveIdentifier(scope, node));
}
export function elaborateMember(scope: Scope, node: ts.PropertyAccessExpression): Expr {
  return read(resolveMember(scope, node));
}
export function elaborateElement(scope: Scope, node: ts.ElementAccessExpression): Expr {
  return read(resolveElement(scope, node));
}

/** The storage that an expression denotes. */
export function elaboratePlace(scope: Scope, expression: ts.Expression): Place {
  let node = expression;
  while (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) node = node.expression;
  const replaced = scope.replacements.get(node);
  const found = replaced ?? reference(scope, node);
  if (isPlace(found)) return found;
  if (found.kind === "load" || found.kind === "addressOf") return found.place;
  return scope.fail(node, "notPlace");
}
function reference(scope: Scope, node: ts.Expression): Reference {
  if (ts.isIdentifier(node)) return resolveIdentifier(scope, node);
  if (ts.isPropertyAccessExpression(node)) return resolveMember(scope, node);
  if (ts.isElementAccessExpression(node)) return resolveElement(scope, node);
  return elaborate(scope, node, null);
}

function resolveIdentifier(scope: Scope, node: ts.Identifier): Reference {
  const symbol = scope.session.symbol(node);
  if (!symbol) return scope.fail(node, "unsupported", node.text);
  return resolveSymbol(scope, symbol, node);
}

function resolveSymbol(scope: Scope, symbol: ts.Symbol, node: ts.Node): Reference {
  const span = scope.span(node);
  const binding = scope.lookup(symbol, node);
  if (binding) {
    if ("failed" in binding) throw new ElaborationError(symbol.name); // reported at its declaration
    if ("constant" in binding) return binding.constant;
    return { kind: "localPlace", local: binding.local, type: binding.local.type, span };
  }
  const declaration = symbol.valueDeclaration;
  if (symbol.flags & ts.SymbolFlags.EnumMember) {
    return intExpr(enumMemberValue(scope.session, symbol), UNTYPED_INT, span);
  }
  if (isGlobalDeclaration(declaration)) {
    const entry = globalEntry(scope.session, symbol, node);
    if (entry.constant) return entry.constant;
    scope.uses.add(entry.global!);
    return { kind: "globalPlace", global: entry.global!, type: entry.global!.type, span };
  }
  if (declaration && ts.isFunctionDeclaration(declaration)) {
    if (scope.session.isPrelude(declaration)) scope.fail(node, "preludeValue", symbol.name);
    if (declaration.typeParameters) scope.fail(node, "genericValue");
    return functionValue(
      scope,
      functionOf(scope.session, declaration, [], enclosing(scope, declaration)),
      node,
    );
  }
  if (
    declaration &&
    (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration))
  ) {
    return scope.fail(node, "unboundName", symbol.name);
  }
  if (symbol.name === "arguments") return scope.fail(node, "argumentsObject");
  return scope.fail(node, "unsupported", `${symbol.name} as a value`);
}

/** The outermost function around a nested declaration, or null at the top level. */
export function enclosing(scope: Scope, declaration: ts.FunctionDeclaration): Scope | null {
  if (ts.isSourceFile(declaration.parent)) return null;
  let root = scope;
  while (root.outer) root = root.outer;
  return root;
}

export function functionValue(scope: Scope, target: FunctionInfo, node: ts.Node): Expr {
  scope.uses.add(target);
  return {
    kind: "functionRef",
    target,
    type: { kind: "fn", signature: target.signature },
    span: scope.span(node),
  };
}

/** A member of a class, an enum or a module, named without an object. */
export function staticMember(scope: Scope, node: ts.PropertyAccessExpression): ts.Symbol | null {
  const symbol = scope.session.symbol(node.name);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || scope.session.isPrelude(declaration)) return null;
  if (
    ts.isEnumMember(declaration) ||
    isGlobalDeclaration(declaration) ||
    ts.isFunctionDeclaration(declaration)
  )
    return symbol;
  if (
    ts.isMethodDeclaration(declaration) &&
    ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static
  )
    return symbol;
  return null;
}

function targetFact(scope: Scope, node: ts.PropertyAccessExpression): Expr | null {
  if (!isPreludeName(scope.session, node.expression, "TARGET")) return null;
  const target = scope.session.options.target;
  const span = scope.span(node);
  if (node.name.text === "arch")
    return { kind: "string", bytes: stringBytes(target.arch), type: STRING, span };
  return boolExpr(node.name.text === "host" ? target.host : target.debug, span);
}

function resolveMember(scope: Scope, node: ts.PropertyAccessExpression): Reference {
  const fact = targetFact(scope, node);
  if (fact) return fact;
  if (ts.isPrivateIdentifier(node.name)) scope.fail(node.name, "privateName");
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return superGetter(scope, node);
  const symbol = staticMember(scope, node);
  if (symbol) {
    const declaration = symbol.valueDeclaration!;
    if (ts.isMethodDeclaration(declaration)) return scope.fail(node, "methodValue");
    return resolveSymbol(scope, symbol, node);
  }
  const object = narrowed(scope, elaborate(scope, node.expression, null), node.expression, node.name.text);
  return memberOf(scope, object, node.name.text, node);
}
function superGetter(scope: Scope, node: ts.PropertyAccessExpression): Expr {
  const base = scope.classEntry?.base;
  const self = scope.lookupThis(node);
  if (!base || !self) return scope.fail(node, "superCall");
  const object = convertTo(loadLocal(self, scope.span(node)), { kind: "class", of: base.info });
  return callMethod(scope, object, `get ${node.name.text}`, [], node, true);
}

/** Where TypeScript has narrowed a reference to a derived class (by a type predicate), and only there is the member. */
export function narrowed(scope: Scope, object: Expr, node: ts.Expression, name: string): Expr {
  if (object.type.kind !== "class") return object;
  const entry = scope.session.classEntries.get(object.type.of)!;
  const has = [name, `get ${name}`, `set ${name}`].some((key) => findMethod(entry, key));
  if (has || findField(scope.session, entry, name)) return object;
  return asNarrowed(scope, object, node);
}
export function asNarrowed(scope: Scope, object: Expr, node: ts.Node): Expr {
  if (object.type.kind !== "class" || !ts.isExpression(node)) return object;
  const type = toType(scope.session, scope.checker.getTypeAtLocation(node), scope.substitution, node);
  return type.kind === "class" && isDerived(type.of, object.type.of) ? convertTo(object, type) : object;
}

export function memberOf(scope: Scope, object: Expr, name: string, node: ts.Node): Reference {
  const span = scope.span(node);
  const type = object.type;
  switch (type.kind) {
    case "class": {
      const entry = scope.session.classEntries.get(type.of)!;
      const field = findField(scope.session, entry, name);
      if (field) return { kind: "fieldPlace", object, field, type: field.type, span };
      if (findMethod(entry, `get ${name}`)) return callMethod(scope, object, `get ${name}`, [], node, false);
      if (findMethod(entry, name)) scope.fail(node, "methodValue");
      break;
    }
    case "slice":
    case "string":
      if (name === "length") return intrinsic("sliceLength", [type], [object], U64, span);
      if (name === "ptr")
        return intrinsic("slicePtr", [type], [object], { kind: "ptr", to: elementOf(type) }, span);
      break;
    case "ptr":
      if (name === "addr") return intrinsic("addressFromPtr", [type], [object], U64, span);
      break;
    case "array":
      if (name === "length") return intExpr(BigInt(type.length), U64, span);
      if (name === "ptr") return arrayPointer(scope, object, node);
      break;
    case "tuple":
      if (name === "length") return intExpr(BigInt(type.elements.length), U64, span);
  }
  return scope.fail(node, "fieldUnknown", typeName(type), name);
}

export function elementOf(type: Type): Type {
  if (type.kind === "slice" || type.kind === "array") return type.of;
  return { kind: "int", width: 8, signed: false };
}
export function arrayPointer(scope: Scope, array: Expr, node: ts.Node): Expr {
  if (array.kind !== "load") return scope.fail(node, "notPlace");
  return {
    kind: "addressOf",
    place: array.place,
    type: { kind: "ptr", to: elementOf(array.type) },
    span: scope.span(node),
  };
}

/** An index of any width as 64 bits. */
export function elaborateIndex(scope: Scope, node: ts.Expression): Expr {
  const index = elaborate(scope, node, null);
  if (isUntyped(index.type)) {
    const negative = index.kind === "int" && index.value < 0n;
    return giveType(scope, index, negative ? I64 : U64, node);
  }
  if (index.type.kind !== "int") scope.fail(node, "typeMismatch", typeName(index.type), "an index");
  return asIndex(index);
}

function resolveElement(scope: Scope, node: ts.ElementAccessExpression): Reference {
  const object = elaborate(scope, node.expression, null);
  const span = scope.span(node);
  const type = object.type;
  switch (type.kind) {
    case "ptr":
      return {
        kind: "pointerPlace",
        pointer: object,
        index: elaborateIndex(scope, node.argumentExpression),
        type: type.to,
        span,
      };
    case "slice":
      return {
        kind: "slicePlace",
        slice: object,
        index: elaborateIndex(scope, node.argumentExpression),
        type: type.of,
        span,
      };
    case "array": {
      if (object.kind !== "load") return scope.fail(node, "notPlace");
      const index = elaborateIndex(scope, node.argumentExpression);
      return { kind: "arrayPlace", array: object.place, index, type: type.of, span };
    }
    case "tuple": {
      const index = elaborate(scope, node.argumentExpression, null);
      const element = index.kind === "int" ? type.elements[Number(index.value)] : undefined;
      if (!element || index.kind !== "int")
        return scope.fail(node.argumentExpression, "constantArgument", "a tuple's index");
      return { kind: "element", tuple: object, index: Number(index.value), type: element, span };
    }
  }
  return scope.fail(node, "dynamicProperty");
}
