/** Which expressions are constants: names that fold at every use, and values that go into static data. */
import ts from "typescript";
import { skipParens } from "./initialisers.ts";
import { conversionType, isPreludeName } from "./prelude.ts";
import type { Session } from "./session.ts";
import type { Constant, Expr } from "./tree.ts";

const FOLDED = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);

/** Whether an initialiser, by its form, has a value that can replace its name everywhere. */
export function isConstantSyntax(session: Session, expression: ts.Expression): boolean {
  const node = skipParens(expression);
  const again = (n: ts.Expression) => isConstantSyntax(session, n);
  switch (node.kind) {
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return true;
  }
  if (ts.isPrefixUnaryExpression(node)) {
    const changes =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return !changes && again(node.operand);
  }
  if (ts.isBinaryExpression(node))
    return FOLDED.has(node.operatorToken.kind) && again(node.left) && again(node.right);
  if (ts.isConditionalExpression(node))
    return again(node.condition) && again(node.whenTrue) && again(node.whenFalse);
  if (ts.isCallExpression(node)) {
    return node.arguments.length === 1 && conversionType(session, node) !== null && again(node.arguments[0]!);
  }
  if (ts.isIdentifier(node)) return isConstantName(session, session.symbol(node));
  if (ts.isPropertyAccessExpression(node)) {
    if (ts.isIdentifier(node.expression) && isPreludeName(session, node.expression, "TARGET")) return true;
    const symbol = session.symbol(node.name);
    return (symbol && symbol.flags & ts.SymbolFlags.EnumMember) !== 0 || isConstantName(session, symbol);
  }
  return false;
}

/** A module-level `const` or a `static readonly` field whose initialiser is constant. */
export function isConstantName(session: Session, symbol: ts.Symbol | undefined): boolean {
  const declaration = symbol?.valueDeclaration;
  if (!declaration) return false;
  if (ts.isVariableDeclaration(declaration)) {
    const list = declaration.parent;
    if (!(list.flags & ts.NodeFlags.Const) || !ts.isSourceFile(list.parent.parent)) return false;
  } else if (ts.isPropertyDeclaration(declaration)) {
    const flags = ts.getCombinedModifierFlags(declaration);
    if (!(flags & ts.ModifierFlags.Static) || !(flags & ts.ModifierFlags.Readonly)) return false;
  } else return false;
  return declaration.initializer !== undefined && isConstantSyntax(session, declaration.initializer);
}

/** The static data of a value, or null where code must make it. */
export function toConstant(expr: Expr): Constant | null {
  switch (expr.kind) {
    case "int":
      return { kind: "int", value: expr.value };
    case "float":
      return { kind: "float", value: expr.value };
    case "bool":
      return { kind: "bool", value: expr.value };
    case "null":
      return { kind: "null" };
    case "string":
      return { kind: "string", bytes: expr.bytes };
    case "constantData":
      return expr.constant;
    case "functionRef":
      return expr.type.kind === "fn" ? { kind: "function", target: expr.target } : null;
    case "addressOf":
      return expr.place.kind === "globalPlace" && !expr.place.global.percpu
        ? { kind: "global", target: expr.place.global }
        : null;
    case "convert": {
      const pointer = expr.type.kind === "class" || expr.type.kind === "ptr";
      return pointer && expr.operand.type.kind === expr.type.kind ? toConstant(expr.operand) : null;
    }
    case "tuple": {
      const elements = expr.elements.map(toConstant);
      return elements.every((e) => e !== null)
        ? { kind: "aggregate", elements: elements as Constant[] }
        : null;
    }
    default:
      return null;
  }
}
