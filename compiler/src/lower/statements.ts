/** Statements and the ways out of them. */
import type { Stmt, SwitchCase } from "../frontend/tree.ts";
import type { Block } from "../llvm/instructions.ts";
import type { Value } from "../llvm/values.ts";
import { initialise } from "./calls.ts";
import type { FunctionLowering } from "./function.ts";
import { alignOf, sizeOf } from "./layout.ts";
import { stringsEqual } from "./operators.ts";
import { isVoid } from "./types.ts";

export function lowerStmt(f: FunctionLowering, s: Stmt): void {
  f.at(s.span);
  const b = f.builder;
  switch (s.kind) {
    case "block":
      for (const inner of s.body) lowerStmt(f, inner);
      return;
    case "expr":
      f.expr(s.expr);
      return;
    case "local": {
      const slot = f.allocate(s.local);
      if (s.init === null) f.zero(slot, sizeOf(s.local.type), alignOf(s.local.type));
      else initialise(f, s.init, s.local.type, slot);
      return;
    }
    case "if":
      lowerIf(f, s);
      return;
    case "loop":
      lowerLoop(f, s);
      return;
    case "switch":
      lowerSwitch(f, s);
      return;
    case "labeled": {
      const end = b.block();
      f.targets.set(s.label, { breakTo: end, continueTo: null, scopes: f.scopes.length });
      lowerStmt(f, s.body);
      b.place(end);
      return;
    }
    case "break":
    case "continue": {
      const target = f.targets.get(s.label);
      const to = s.kind === "break" ? target?.breakTo : target?.continueTo;
      if (target === undefined || to === undefined || to === null)
        throw new Error(`${s.kind} without a target`);
      closeScopes(f, target.scopes);
      b.br(to);
      return;
    }
    case "return": {
      const value = s.value === null ? null : f.expr(s.value);
      closeScopes(f, 0);
      b.ret(value === null || isVoid(f.info.signature.result) ? null : value);
      return;
    }
    case "scope":
      lowerScope(f, s);
      return;
  }
}

/** Runs the disposals of open scopes, innermost first, down to a depth. The scopes stay open: another way out follows. */
function closeScopes(f: FunctionLowering, depth: number): void {
  for (let i = f.scopes.length - 1; i >= depth; i--) f.scopes[i]!.dispose();
}

function lowerScope(f: FunctionLowering, s: Extract<Stmt, { kind: "scope" }>): void {
  const b = f.builder;
  const slot = f.allocate(s.local);
  initialise(f, s.init, s.local.type, slot);
  const dispose = (): void => {
    if (!s.nullable) {
      f.expr(s.dispose);
      return;
    }
    const run = b.block();
    const onward = b.block();
    const object = b.load({ kind: "ptr", space: 0 }, slot, 8);
    b.condbr(b.icmp("ne", object, { kind: "null", type: object.type }), run, onward);
    b.place(run);
    f.expr(s.dispose);
    b.place(onward);
  };
  f.scopes.push({ dispose });
  lowerStmt(f, s.body);
  f.scopes.pop();
  if (!b.isTerminated) dispose();
}

function lowerIf(f: FunctionLowering, s: Extract<Stmt, { kind: "if" }>): void {
  const b = f.builder;
  const test = f.expr(s.test);
  const then = b.block();
  const end = b.block();
  const otherwise = s.otherwise === null ? end : b.block();
  b.condbr(test, then, otherwise);
  b.place(then);
  lowerStmt(f, s.then);
  if (!b.isTerminated) b.br(end);
  if (s.otherwise !== null) {
    b.place(otherwise);
    lowerStmt(f, s.otherwise);
    if (!b.isTerminated) b.br(end);
  }
  b.place(end);
}

function lowerLoop(f: FunctionLowering, s: Extract<Stmt, { kind: "loop" }>): void {
  const b = f.builder;
  const test = b.block();
  const body = b.block();
  const step = b.block();
  const end = b.block();
  f.targets.set(s.label, { breakTo: end, continueTo: step, scopes: f.scopes.length });
  b.br(s.testFirst ? test : body);
  b.place(test);
  if (s.test === null) b.br(body);
  else b.condbr(f.expr(s.test), body, end);
  b.place(body);
  lowerStmt(f, s.body);
  b.place(step);
  if (s.step !== null) f.expr(s.step);
  b.br(test);
  b.place(end);
}

function lowerSwitch(f: FunctionLowering, s: Extract<Stmt, { kind: "switch" }>): void {
  const b = f.builder;
  const subject = f.expr(s.subject);
  const end = b.block();
  const bodies = s.cases.map(() => b.block());
  const fallback = bodies[s.cases.findIndex((c) => c.tests === null)] ?? end;
  f.targets.set(s.label, { breakTo: end, continueTo: null, scopes: f.scopes.length });
  const constants = constantCases(s.cases, bodies);
  if (constants !== null) b.switch(subject, fallback, constants);
  else testInOrder(f, s, subject, bodies, fallback);
  s.cases.forEach((c, i) => {
    b.place(bodies[i]!);
    for (const inner of c.body) lowerStmt(f, inner);
  });
  b.place(end);
}

/** All tests as distinct integers, or null when some are not. */
function constantCases(cases: readonly SwitchCase[], bodies: readonly Block[]): [bigint, Block][] | null {
  const found = new Map<bigint, Block>();
  for (const [i, c] of cases.entries()) {
    for (const test of c.tests ?? []) {
      if (test.kind !== "int") return null;
      if (!found.has(test.value)) found.set(test.value, bodies[i]!);
    }
  }
  return [...found];
}

function testInOrder(
  f: FunctionLowering,
  s: Extract<Stmt, { kind: "switch" }>,
  subject: Value,
  bodies: readonly Block[],
  fallback: Block,
): void {
  const b = f.builder;
  for (const [i, c] of s.cases.entries()) {
    for (const test of c.tests ?? []) {
      const value = f.expr(test);
      const equal =
        test.type.kind === "string" ? stringsEqual(f, subject, value) : b.icmp("eq", subject, value);
      const next = b.block();
      b.condbr(equal, bodies[i]!, next);
      b.place(next);
    }
  }
  b.br(fallback);
}
