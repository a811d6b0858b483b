/** Elaboration of statements. A failure ends only the statement at hand, so that one run reports many. */
import ts from "typescript";
import { boolExpr } from "../expressions/build.ts";
import { convertToVoid, elaborate, elaborateAs, elaborateCondition } from "../expressions/index.ts";
import type { Scope } from "../scope.ts";
import { ElaborationError } from "../session.ts";
import type { Expr, Stmt } from "../tree.ts";
import { isInline, isUntyped } from "../typetools.ts";
import { declareLocals } from "./locals.ts";
import { elaborateDo, elaborateFor, elaborateForOf, elaborateWhile } from "./loops.ts";
import { elaborateSwitch } from "./switch.ts";
import { elaborateUsing } from "./using.ts";

const K = ts.SyntaxKind;

export function elaborateBody(scope: Scope, node: ts.Block): Stmt {
  return { kind: "block", body: elaborateStatements(scope, node.statements), span: scope.span(node) };
}

export function elaborateStatements(scope: Scope, nodes: readonly ts.Statement[]): Stmt[] {
  const made: Stmt[] = [];
  for (const [i, node] of nodes.entries()) {
    try {
      if (isUsing(node)) {
        const rest = nodes.slice(i + 1);
        made.push(elaborateUsing(scope, node, () => elaborateStatements(scope, rest)));
        return made;
      }
      made.push(...elaborateStatement(scope, node, []));
    } catch (error) {
      if (!(error instanceof ElaborationError)) throw error;
    }
  }
  return made;
}
function isUsing(node: ts.Statement): node is ts.VariableStatement {
  return (
    ts.isVariableStatement(node) &&
    (node.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Using
  );
}

/** One statement as a block: the body of a loop or a branch. */
export function elaborateBlock(scope: Scope, node: ts.Statement): Stmt {
  if (ts.isBlock(node)) return elaborateBody(scope, node);
  const body = elaborateStatement(scope, node, []);
  return body.length === 1 ? body[0]! : { kind: "block", body, span: scope.span(node) };
}

/** `names`: the labels that stand before the statement. */
function elaborateStatement(scope: Scope, node: ts.Statement, names: readonly string[]): Stmt[] {
  const span = scope.span(node);
  switch (node.kind) {
    case K.EmptyStatement:
    case K.InterfaceDeclaration:
    case K.TypeAliasDeclaration:
      return [];
    case K.Block:
      return [elaborateBody(scope, node as ts.Block)];
    case K.VariableStatement:
      return declareLocals(scope, (node as ts.VariableStatement).declarationList);
    case K.ExpressionStatement: {
      const expr = elaborate(scope, (node as ts.ExpressionStatement).expression, null);
      return [{ kind: "expr", expr: discard(expr), span }];
    }
    case K.IfStatement:
      return elaborateIf(scope, node as ts.IfStatement);
    case K.WhileStatement:
      return elaborateWhile(scope, node as ts.WhileStatement, names);
    case K.DoStatement:
      return elaborateDo(scope, node as ts.DoStatement, names);
    case K.ForStatement:
      return elaborateFor(scope, node as ts.ForStatement, names);
    case K.ForOfStatement:
      return elaborateForOf(scope, node as ts.ForOfStatement, names);
    case K.ForInStatement:
      return scope.fail(node, "forIn");
    case K.SwitchStatement:
      return elaborateSwitch(scope, node as ts.SwitchStatement, names);
    case K.ReturnStatement:
      return [elaborateReturn(scope, node as ts.ReturnStatement)];
    case K.BreakStatement:
    case K.ContinueStatement:
      return [elaborateJump(scope, node as ts.BreakOrContinueStatement)];
    case K.LabeledStatement:
      return elaborateLabeled(scope, node as ts.LabeledStatement, names);
    case K.FunctionDeclaration:
      return []; // made where it is called
    case K.ThrowStatement:
      return scope.fail(node, "throwStatement");
    case K.TryStatement:
      return scope.fail(node, "tryStatement");
    case K.WithStatement:
      return scope.fail(node, "withStatement");
    case K.DebuggerStatement:
      return scope.fail(node, "debuggerStatement");
    case K.ClassDeclaration:
      return scope.fail(node, "classExpression");
    case K.EnumDeclaration:
      return [];
    case K.ModuleDeclaration:
      return scope.fail(node, "namespaceDeclaration");
    default:
      return scope.fail(node, "unsupported", K[node.kind]);
  }
}
/** A statement's value is not used: a constant may have no type, storage in place is no value. */
function discard(expr: Expr): Expr {
  if (isUntyped(expr.type)) return convertToVoid(boolExpr(false, expr.span));
  return isInline(expr.type) ? convertToVoid(expr) : expr;
}

function elaborateIf(scope: Scope, node: ts.IfStatement): Stmt[] {
  const test = elaborateCondition(scope, node.expression);
  if (test.kind === "bool") {
    const taken = test.value ? node.thenStatement : node.elseStatement;
    return taken ? [elaborateBlock(scope, taken)] : [];
  }
  const then = elaborateBlock(scope, node.thenStatement);
  const otherwise = node.elseStatement ? elaborateBlock(scope, node.elseStatement) : null;
  return [{ kind: "if", test, then, otherwise, span: scope.span(node) }];
}

function elaborateReturn(scope: Scope, node: ts.ReturnStatement): Stmt {
  const span = scope.span(node);
  const result = scope.result;
  if (!node.expression) return { kind: "return", value: null, span };
  if (result === null || result.kind === "void" || result.kind === "never") {
    const value = convertToVoid(elaborate(scope, node.expression, null));
    return {
      kind: "block",
      body: [
        { kind: "expr", expr: value, span },
        { kind: "return", value: null, span },
      ],
      span,
    };
  }
  return { kind: "return", value: elaborateAs(scope, node.expression, result), span };
}

function elaborateJump(scope: Scope, node: ts.BreakOrContinueStatement): Stmt {
  const kind = node.kind === K.BreakStatement ? "break" : "continue";
  const name = node.label?.text;
  for (let i = scope.jumps.length - 1; i >= 0; i--) {
    const jump = scope.jumps[i]!;
    const fits = kind === "break" ? jump.breakable || name !== undefined : jump.loop;
    if (fits && (name === undefined || jump.names.includes(name))) {
      return { kind, label: jump.label, span: scope.span(node) };
    }
  }
  return scope.fail(node, "unsupported", `${kind} without a target`);
}

function elaborateLabeled(scope: Scope, node: ts.LabeledStatement, names: readonly string[]): Stmt[] {
  const all = [...names, node.label.text];
  const inner = node.statement;
  if (ts.isIterationStatement(inner, false) || ts.isLabeledStatement(inner) || ts.isSwitchStatement(inner)) {
    return elaborateStatement(scope, inner, all);
  }
  const label = scope.newLabel();
  scope.jumps.push({ label, names: all, loop: false, breakable: false });
  const body = elaborateBlock(scope, inner);
  scope.jumps.pop();
  return [{ kind: "labeled", label, body, span: scope.span(node) }];
}
