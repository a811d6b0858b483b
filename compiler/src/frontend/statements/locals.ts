/** Local variables: their types come from annotations or from our own inference, never from TypeScript's `number`. */
import ts from "typescript";
import { localPlace, readPlace } from "../expressions/build.ts";
import { elaborate, elaborateAs } from "../expressions/index.ts";
import { memberOf } from "../expressions/names.ts";
import { cellType, defaultConstruct, initialiserFor } from "../initialisers.ts";
import type { Scope } from "../scope.ts";
import type { Expr, Local, Stmt, Type } from "../tree.ts";
import { typeOfNode } from "../types.ts";
import { containsUntyped, isInline, isPlace, isUntyped, typeName } from "../typetools.ts";

export function declareLocals(scope: Scope, list: ts.VariableDeclarationList): Stmt[] {
  if (!(list.flags & ts.NodeFlags.BlockScoped)) scope.fail(list, "varDeclaration");
  return list.declarations.flatMap((d) => {
    try {
      return declareLocal(scope, d, (list.flags & ts.NodeFlags.Const) !== 0);
    } catch (error) {
      markFailed(scope, d.name);
      throw error;
    }
  });
}
/** The names of a declaration that failed: their uses are not reported again. */
function markFailed(scope: Scope, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) {
    const symbol = scope.checker.getSymbolAtLocation(name)!;
    if (!scope.locals.has(symbol)) scope.locals.set(symbol, { failed: true });
    return;
  }
  for (const element of name.elements) if (ts.isBindingElement(element)) markFailed(scope, element.name);
}

export function bindLocal(scope: Scope, name: ts.Identifier, type: Type): Local {
  const local = scope.newLocal(name.text, type, scope.span(name));
  scope.bind(scope.checker.getSymbolAtLocation(name)!, local);
  return local;
}

function declareLocal(scope: Scope, node: ts.VariableDeclaration, isConst: boolean): Stmt[] {
  const span = scope.span(node);
  const declared = node.type
    ? typeOfNode(scope.session, node.type, scope.substitution)
    : cellType(scope, node.initializer);
  if (!ts.isIdentifier(node.name)) return destructure(scope, node.name, node, declared);
  if (declared && isInline(declared))
    return declareStorage(scope, node.name, declared, node.initializer ?? null);
  if (!node.initializer) {
    if (!declared || containsUntyped(declared)) scope.fail(node.name, "widthUnknown");
    return [{ kind: "local", local: bindLocal(scope, node.name, declared), init: null, span }];
  }
  const value = declared
    ? elaborateAs(scope, node.initializer, declared)
    : elaborate(scope, node.initializer, null);
  const type = declared ?? value.type;
  if (isConst && !declared && isUntyped(type) && (value.kind === "int" || value.kind === "float")) {
    scope.locals.set(scope.checker.getSymbolAtLocation(node.name)!, { constant: value });
    return [];
  }
  if (containsUntyped(type) || type.kind === "null" || type.kind === "void")
    scope.fail(node.name, "widthUnknown");
  if (isInline(type)) scope.fail(node.name, "inlineByValue", typeName(type), "local variable");
  if (type.kind === "text") scope.fail(node.name, "textStored");
  if (type.kind === "closure" && !isConst) scope.fail(node.name, "closureStored");
  return [{ kind: "local", local: bindLocal(scope, node.name, type), init: { kind: "value", value }, span }];
}

/** Embed, FixedArray and Atomic locals are storage in the frame. */
function declareStorage(scope: Scope, name: ts.Identifier, type: Type, node: ts.Expression | null): Stmt[] {
  const span = scope.span(name);
  if (node) {
    const init = initialiserFor(scope, type, node);
    return [{ kind: "local", local: bindLocal(scope, name, type), init, span }];
  }
  const local = bindLocal(scope, name, type);
  return [
    { kind: "local", local, init: { kind: "zero" }, span },
    ...defaultConstruct(scope, localPlace(local, span)),
  ];
}

function destructure(
  scope: Scope,
  pattern: ts.BindingPattern,
  node: ts.VariableDeclaration,
  declared: Type | null,
): Stmt[] {
  if (!node.initializer) return scope.fail(pattern, "destructuring", "no value");
  const value = declared
    ? elaborateAs(scope, node.initializer, declared)
    : elaborate(scope, node.initializer, null);
  return destructureValue(scope, pattern, value);
}

/** The elements of a tuple, or the fields of an object; the value is evaluated once. */
export function destructureValue(scope: Scope, pattern: ts.BindingPattern, value: Expr): Stmt[] {
  const span = scope.span(pattern);
  const whole = scope.newLocal("", value.type, span);
  const read = readPlace(localPlace(whole, span));
  const made: Stmt[] = [{ kind: "local", local: whole, init: { kind: "value", value }, span }];
  for (const [index, element] of pattern.elements.entries()) {
    if (ts.isOmittedExpression(element)) continue;
    if (element.dotDotDotToken) scope.fail(element, "destructuring", "rest");
    if (element.initializer) scope.fail(element, "destructuring", "default");
    const name = element.name;
    const part = ts.isArrayBindingPattern(pattern)
      ? tupleElement(scope, read, index, element)
      : fieldOf(scope, read, (element.propertyName ?? name).getText(), element);
    if (isUntyped(part.type)) scope.fail(name, "widthUnknown");
    if (!ts.isIdentifier(name)) {
      made.push(...destructureValue(scope, name, part));
      continue;
    }
    const local = bindLocal(scope, name, part.type);
    made.push({ kind: "local", local, init: { kind: "value", value: part }, span: scope.span(name) });
  }
  return made;
}
function tupleElement(scope: Scope, tuple: Expr, index: number, node: ts.Node): Expr {
  const type = tuple.type.kind === "tuple" ? tuple.type.elements[index] : undefined;
  if (!type) return scope.fail(node, "typeMismatch", typeName(tuple.type), "a tuple");
  return { kind: "element", tuple, index, type, span: scope.span(node) };
}
function fieldOf(scope: Scope, object: Expr, name: string, node: ts.Node): Expr {
  const found = memberOf(scope, object, name, node);
  const value = isPlace(found) ? readPlace(found) : found;
  if (isInline(value.type)) return scope.fail(node, "inlineByValue", typeName(value.type), "local variable");
  return value;
}
