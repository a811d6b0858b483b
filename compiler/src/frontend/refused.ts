/**
 * Syntax that is refused wherever it stands. This pass needs no types and runs before TypeScript's own errors are
 * reported, so that `async` is refused as such and not for the want of a Promise.
 */
import ts from "typescript";
import type { DiagnosticKey } from "./diagnostics.ts";
import type { Session } from "./session.ts";

const K = ts.SyntaxKind;
const REFUSED = new Map<ts.SyntaxKind, DiagnosticKey>([
  [K.ThrowStatement, "throwStatement"],
  [K.TryStatement, "tryStatement"],
  [K.WithStatement, "withStatement"],
  [K.DebuggerStatement, "debuggerStatement"],
  [K.ForInStatement, "forIn"],
  [K.AwaitExpression, "asyncFunction"],
  [K.YieldExpression, "generator"],
  [K.RegularExpressionLiteral, "regexp"],
  [K.BigIntLiteral, "bigint"],
  [K.DeleteExpression, "deleteOperator"],
  [K.TypeOfExpression, "typeofOperator"],
  [K.SpreadElement, "spread"],
  [K.SpreadAssignment, "spread"],
  [K.Decorator, "decorator"],
  [K.ClassExpression, "classExpression"],
  [K.ClassStaticBlockDeclaration, "staticBlock"],
  [K.PrivateIdentifier, "privateName"],
  [K.ExportAssignment, "defaultExport"],
]);

export function reportRefusedSyntax(session: Session, source: ts.SourceFile): void {
  const visit = (node: ts.Node): void => {
    const key = REFUSED.get(node.kind) ?? refusal(node);
    if (key) session.report(node, key);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function refusal(node: ts.Node): DiagnosticKey | null {
  if (ts.isVariableDeclarationList(node))
    return node.flags & ts.NodeFlags.BlockScoped ? null : "varDeclaration";
  if (ts.isParameter(node)) return node.dotDotDotToken ? "restParameter" : null;
  if (ts.isModuleDeclaration(node)) return "namespaceDeclaration";
  if (ts.isFunctionLike(node)) {
    const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
    if (modifiers?.some((m) => m.kind === K.AsyncKeyword)) return "asyncFunction";
    if (modifiers?.some((m) => m.kind === K.DefaultKeyword)) return "defaultExport";
    if ("asteriskToken" in node && node.asteriskToken) return "generator";
    if (ts.isAccessor(node) && modifiers?.some((m) => m.kind === K.StaticKeyword)) return "staticAccessor";
    if (ts.isMethodDeclaration(node) && node.questionToken) return "optionalMethod";
    return null;
  }
  if (ts.isBinaryExpression(node)) {
    if (node.operatorToken.kind === K.InstanceOfKeyword) return "instanceOf";
    if (node.operatorToken.kind === K.InKeyword) return "inOperator";
    return null;
  }
  if (ts.isCallExpression(node)) {
    if (node.expression.kind === K.ImportKeyword) return "dynamicImport";
    if (ts.isIdentifier(node.expression) && node.expression.text === "eval") return "evalCall";
    return null;
  }
  if (ts.isComputedPropertyName(node)) {
    return /^Symbol\.(dispose|iterator)$/.test(node.expression.getText()) ? null : "computedName";
  }
  if (ts.isIdentifier(node) && node.text === "arguments") return "argumentsObject";
  return null;
}
