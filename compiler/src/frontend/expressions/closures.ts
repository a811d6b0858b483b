/**
 * Arrows and function expressions. What is expected decides the form: a closure on the stack with its captures, a
 * plain function where a FnPtr is wanted (then nothing may be captured), or a heap closure inside `boxed(...)`.
 */
import ts from "typescript";
import { parameterType } from "../functions.ts";
import { Scope } from "../scope.ts";
import { elaborateBody } from "../statements/index.ts";
import { unique } from "../symbols.ts";
import { functionAttributes, readTags } from "../tags.ts";
import type { Expr, FunctionInfo, Local, Signature, Stmt, Type } from "../tree.ts";
import { asValueType, toType, typeOfNode } from "../types.ts";
import { containsUntyped, VOID } from "../typetools.ts";
import { convertToVoid, elaborate, elaborateAs } from "./index.ts";

type Arrow = ts.ArrowFunction | ts.FunctionExpression;

export function elaborateArrow(scope: Scope, node: Arrow, hint: Type | null): Expr {
  const expected =
    hint?.kind === "closure" || hint?.kind === "fn" || hint?.kind === "boxed" ? hint.signature : null;
  // At the top level of a file there is nothing to capture.
  const plain = hint?.kind === "fn" || (hint === null && scope === scope.unit.initScope);
  const target = arrowFunction(scope, node, expected, !plain, plain);
  const span = scope.span(node);
  if (plain) return { kind: "functionRef", target, type: { kind: "fn", signature: target.signature }, span };
  return { kind: "closure", target, type: { kind: "closure", signature: target.signature }, span };
}

/** `boxed(arrow)`. */
export function elaborateBoxed(scope: Scope, argument: ts.Expression, hint: Type | null): Expr {
  let node = argument;
  while (ts.isParenthesizedExpression(node)) node = node.expression;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node))
    return scope.fail(node, "constantArgument", "boxed");
  const expected = hint?.kind === "boxed" ? hint.signature : null;
  const target = arrowFunction(scope, node, expected, true, false);
  const captured = target.captures.find((c) => c.byReference);
  if (captured) scope.fail(node, "boxedReference", captured.outer.name);
  for (const { inner } of target.captures) {
    if (inner.type.kind === "closure") scope.fail(node, "closureStored");
    if (inner.type.kind === "text") scope.fail(node, "textStored");
  }
  const type: Type = { kind: "boxed", signature: target.signature };
  return { kind: "boxedClosure", target, type, span: scope.span(node) };
}

function arrowFunction(
  outer: Scope,
  node: Arrow,
  expected: Signature | null,
  environment: boolean,
  plain: boolean,
): FunctionInfo {
  const session = outer.session;
  if (node.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword)) outer.fail(node, "asyncFunction");
  if (node.asteriskToken) outer.fail(node, "generator");
  if (node.typeParameters) outer.fail(node, "genericValue");
  const symbol = unique(session, `${outer.symbol}__arrow`);
  const refusal = plain ? "fnCaptures" : null;
  const scope = new Scope(
    session,
    outer.unit,
    outer.substitution,
    outer.classEntry,
    outer,
    symbol,
    refusal,
    outer.inInstance,
  );
  const params = parameters(scope, node, expected);
  const annotated = node.type ? typeOfNode(session, node.type, outer.substitution) : null;
  scope.result = annotated
    ? asValueType(session, annotated, node, "result")
    : (expected?.result ?? inferResult(scope, node));
  const body = arrowBody(scope, node);
  const result = scope.result ?? VOID;
  const info: FunctionInfo = {
    name: node.name?.getText() ?? `${symbol.replace(/^.*?__/, "").replace(/__/g, ".")}`,
    symbol,
    signature: { params: params.map((p) => p.type), result },
    params,
    isMethodOf: null,
    linkage: outer.inInstance ? "linkonce" : "internal",
    version: null,
    attributes: functionAttributes(readTags(session, node), result.kind === "never"),
    captures: scope.captures,
    hasEnvironment: environment,
    span: session.span(node),
    endSpan: session.endSpan(node),
    file: outer.unit.path,
    body,
  };
  registerArrow(outer, scope, info);
  return info;
}
/** An arrow is emitted where the function around it is. */
export function registerArrow(outer: Scope, scope: Scope, info: FunctionInfo): void {
  const session = outer.session;
  session.unitOf.set(info, outer.unit);
  session.uses.set(info, scope.uses);
  outer.uses.add(info);
  if (info.linkage !== "linkonce") outer.unit.functions.push(info);
}

function parameters(scope: Scope, node: Arrow, expected: Signature | null): Local[] {
  const params = node.parameters.map((parameter, i): Local => {
    const known = parameter.type ? null : (expected?.params[i] ?? null);
    const type = known ?? parameterType(scope.session, parameter, scope.substitution);
    const local = scope.newLocal(parameter.name.getText(), type, scope.span(parameter), i + 1);
    if (!ts.isIdentifier(parameter.name)) scope.fail(parameter, "destructuring", "parameter");
    scope.bind(scope.checker.getSymbolAtLocation(parameter.name)!, local);
    return local;
  });
  // Parameters that the arrow does not name.
  for (let i = params.length; expected && i < expected.params.length; i++) {
    params.push(scope.newLocal(`unused${i}`, expected.params[i]!, scope.span(node), i + 1));
  }
  return params;
}

/** Without annotation and expectation, the checker's result type where it is exact, else that of the body. */
function inferResult(scope: Scope, node: Arrow): Type | null {
  if (!ts.isBlock(node.body)) return null;
  const signature = scope.checker.getSignatureFromDeclaration(node)!;
  const type = toType(scope.session, signature.getReturnType(), scope.substitution, node);
  if (containsUntyped(type) || type.kind === "null") scope.fail(node, "returnType", "the arrow");
  return type;
}

function arrowBody(scope: Scope, node: Arrow): Stmt {
  if (ts.isBlock(node.body)) return elaborateBody(scope, node.body);
  const span = scope.span(node.body);
  if (scope.result === null) {
    const value = elaborate(scope, node.body, null);
    if (containsUntyped(value.type) || value.type.kind === "null")
      scope.fail(node.body, "returnType", "the arrow");
    scope.result = value.type;
    return valueStatement(value, span);
  }
  if (scope.result.kind === "void") {
    const value = convertToVoid(elaborate(scope, node.body, null));
    return { kind: "block", body: [{ kind: "expr", expr: value, span }], span };
  }
  return valueStatement(elaborateAs(scope, node.body, scope.result), span);
}
function valueStatement(value: Expr, span: Stmt["span"]): Stmt {
  const nothing = value.type.kind === "void" || value.type.kind === "never";
  const statement: Stmt = nothing ? { kind: "expr", expr: value, span } : { kind: "return", value, span };
  return { kind: "block", body: [statement], span };
}
