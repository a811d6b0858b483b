/**
 * A walk over a function's body: every expression, place and initialiser once, in the order of the source.
 *
 * Passes that only collect implement `Visitor`; the walk itself decides nothing. Passes that follow the order in which
 * things happen go through the statements themselves and take the direct parts of an expression from `exprParts`.
 */
import type { Expr, Initialiser, Local, Place, Stmt } from "../frontend/tree.ts";

/** Where an initialiser's value goes: a local, or any other place. */
export type Target = { readonly local: Local } | { readonly place: Place };

export interface Parts {
  expr(e: Expr): void;
  initialise(init: Initialiser, target: Target): void;
}
export interface Visitor extends Parts {
  /** The value of a `return`. */
  result(value: Expr): void;
}

export function walkStmt(s: Stmt, v: Visitor): void {
  switch (s.kind) {
    case "block":
      for (const inner of s.body) walkStmt(inner, v);
      return;
    case "expr":
      walkExpr(s.expr, v);
      return;
    case "local":
      if (s.init !== null) walkInitialiser(s.init, { local: s.local }, v);
      return;
    case "if":
      walkExpr(s.test, v);
      walkStmt(s.then, v);
      if (s.otherwise !== null) walkStmt(s.otherwise, v);
      return;
    case "loop":
      if (s.test !== null) walkExpr(s.test, v);
      walkStmt(s.body, v);
      if (s.step !== null) walkExpr(s.step, v);
      return;
    case "switch":
      walkExpr(s.subject, v);
      for (const c of s.cases) {
        for (const test of c.tests ?? []) walkExpr(test, v);
        for (const inner of c.body) walkStmt(inner, v);
      }
      return;
    case "labeled":
      walkStmt(s.body, v);
      return;
    case "return":
      if (s.value === null) return;
      v.result(s.value);
      walkExpr(s.value, v);
      return;
    case "scope":
      walkInitialiser(s.init, { local: s.local }, v);
      walkExpr(s.dispose, v);
      walkStmt(s.body, v);
      return;
    case "break":
    case "continue":
      return;
  }
}

function walkInitialiser(init: Initialiser, target: Target, v: Visitor): void {
  initialiserParts(init, target, {
    expr: (part) => walkExpr(part, v),
    initialise: (inner, place) => v.initialise(inner, place),
  });
}

/** Tells of the initialiser, then of the parts of it. */
export function initialiserParts(init: Initialiser, target: Target, v: Parts): void {
  v.initialise(init, target);
  switch (init.kind) {
    case "value":
    case "cell":
      v.expr(init.value);
      return;
    case "construct":
      all(init.args, v);
      return;
    case "elements":
      for (const element of init.elements) initialiserParts(element, target, v);
      return;
    case "uninitialised":
    case "zero":
      return;
  }
}

function placeParts(place: Place, v: Parts): void {
  switch (place.kind) {
    case "localPlace":
    case "globalPlace":
      return;
    case "fieldPlace":
      v.expr(place.object);
      return;
    case "pointerPlace":
      all([place.pointer, place.index], v);
      return;
    case "slicePlace":
      all([place.slice, place.index], v);
      return;
    case "arrayPlace":
      placeParts(place.array, v);
      v.expr(place.index);
      return;
  }
}

function all(list: readonly Expr[], v: Parts): void {
  for (const e of list) v.expr(e);
}

export function walkExpr(e: Expr, v: Visitor): void {
  v.expr(e);
  exprParts(e, {
    expr: (part) => walkExpr(part, v),
    initialise: (init, target) => v.initialise(init, target),
  });
}

/** The expressions that `e` is made of, in the order in which they are evaluated, and what it initialises. */
export function exprParts(e: Expr, v: Parts): void {
  switch (e.kind) {
    case "load":
    case "addressOf":
    case "increment":
      placeParts(e.place, v);
      return;
    case "toClosure":
      v.expr(e.value);
      return;
    case "unary":
    case "convert":
      v.expr(e.operand);
      return;
    case "binary":
    case "compare":
    case "logical":
      all([e.left, e.right], v);
      return;
    case "conditional":
      all([e.test, e.then, e.otherwise], v);
      return;
    case "assign":
    case "compoundAssign":
      placeParts(e.place, v);
      v.expr(e.value);
      return;
    case "construct":
      placeParts(e.place, v);
      initialiserParts(e.init, { place: e.place }, v);
      return;
    case "call":
    case "new":
    case "intrinsic":
      all(e.args, v);
      return;
    case "virtualCall":
      all([e.object, ...e.args], v);
      return;
    case "indirectCall":
      all([e.callee, ...e.args], v);
      return;
    case "tuple":
      all(e.elements, v);
      return;
    case "element":
      v.expr(e.tuple);
      return;
    case "sliceFrom":
      all([e.pointer, e.length], v);
      return;
    case "let":
      v.initialise({ kind: "value", value: e.init }, { local: e.local });
      all([e.init, e.body], v);
      return;
    case "sequence":
      all([...e.effects, e.value], v);
      return;
    case "atomic":
      placeParts(e.cell, v);
      all(e.args, v);
      return;
    case "mmioRead":
      placeParts(e.cell, v);
      return;
    case "mmioWrite":
      placeParts(e.cell, v);
      v.expr(e.value);
      return;
    case "asm":
      for (const input of e.inputs) v.expr(input.value);
      return;
    case "int":
    case "float":
    case "bool":
    case "string":
    case "null":
    case "constantData":
    case "functionRef":
    case "closure":
    case "boxedClosure":
    case "textTemplate":
      return;
  }
}
