/** `switch` over integers, enums, booleans and strings, with fall-through. */
import ts from "typescript";
import { coerce, giveType } from "../expressions/coerce.ts";
import { elaborate } from "../expressions/index.ts";
import type { Scope } from "../scope.ts";
import type { Expr, Stmt, SwitchCase } from "../tree.ts";
import { isUntyped, typeName } from "../typetools.ts";
import { elaborateStatements } from "./index.ts";

export function elaborateSwitch(scope: Scope, node: ts.SwitchStatement, names: readonly string[]): Stmt[] {
  const span = scope.span(node);
  const subject = elaborate(scope, node.expression, null);
  if (subject.kind === "bool" || subject.kind === "string")
    return constantSwitch(scope, node, names, subject);
  if (isUntyped(subject.type)) return scope.fail(node.expression, "widthUnknown");
  if (!["int", "bool", "string"].includes(subject.type.kind)) {
    return scope.fail(node.expression, "operandType", "switch", typeName(subject.type));
  }
  return [withBody(scope, node, names, subject, span)];
}

function withBody(
  scope: Scope,
  node: ts.SwitchStatement,
  names: readonly string[],
  subject: Expr,
  span: Stmt["span"],
): Stmt {
  const label = scope.newLabel();
  scope.jumps.push({ label, names, loop: false, breakable: true });
  const cases: SwitchCase[] = [];
  const seen = new Set<string>();
  for (const clause of node.caseBlock.clauses) {
    const tests = ts.isCaseClause(clause) ? [caseTest(scope, clause.expression, subject)] : null;
    for (const test of tests ?? []) checkNew(scope, test, seen, clause);
    cases.push({ tests, body: elaborateStatements(scope, clause.statements), span: scope.span(clause) });
  }
  scope.jumps.pop();
  return { kind: "switch", label, subject, cases, span };
}
function checkNew(scope: Scope, test: Expr, seen: Set<string>, clause: ts.CaseOrDefaultClause): void {
  if (test.kind !== "int" && test.kind !== "string" && test.kind !== "bool") return;
  const value =
    test.kind === "string" ? JSON.stringify(new TextDecoder().decode(test.bytes)) : String(test.value);
  if (seen.has(value)) scope.fail(clause, "duplicateCase", value);
  seen.add(value);
}
function caseTest(scope: Scope, node: ts.Expression, subject: Expr): Expr {
  const value = elaborate(scope, node, subject.type);
  return isUntyped(value.type)
    ? giveType(scope, value, subject.type, node)
    : coerce(scope, value, subject.type, node);
}

/** `switch (true)` tests its cases in order; `switch (TARGET.arch)` keeps only the case that is taken. */
function constantSwitch(
  scope: Scope,
  node: ts.SwitchStatement,
  names: readonly string[],
  subject: Expr,
): Stmt[] {
  const span = scope.span(node);
  if (subject.kind !== "string") return [withBody(scope, node, names, subject, span)];
  const clauses = node.caseBlock.clauses;
  const matches = (c: ts.CaseOrDefaultClause) =>
    ts.isCaseClause(c) &&
    ts.isStringLiteralLike(c.expression) &&
    Buffer.compare(Buffer.from(c.expression.text), Buffer.from(subject.bytes)) === 0;
  let at = clauses.findIndex(matches);
  if (at < 0) at = clauses.findIndex((c) => ts.isDefaultClause(c));
  if (at < 0) return [];
  const label = scope.newLabel();
  scope.jumps.push({ label, names, loop: false, breakable: true });
  const body: Stmt[] = [];
  for (const clause of clauses.slice(at)) {
    body.push(...elaborateStatements(scope, clause.statements));
    if (clause.statements.some((s) => ts.isBreakStatement(s) || ts.isReturnStatement(s))) break;
  }
  scope.jumps.pop();
  const block: Stmt = { kind: "block", body, span };
  return [{ kind: "labeled", label, body: block, span }];
}
