/**
 * A walk over a function's body: every expression, place and initialiser once, in the order of the source.
 *
 * Passes that only collect implement `Visitor`; the walk itself decides nothing.
 */
import type { Expr, Initialiser, Local, Place, Stmt } from "../frontend/tree.ts";

/** Where an initialiser's value goes: a local, or any other place. */
export type Target = { readonly local: Local } | { readonly place: Place };

export interface Visitor {
  expr(e: Expr): void;
  initialise(init: Initialiser, target: Target): void;
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
  v.initialise(init, target);
  switch (init.kind) {
    case "value":
    case "cell":
      walkExpr(init.value, v);
      return;
    case "construct":
      walkAll(init.args, v);
      return;
    case "elements":
      for (const element of init.elements) walkInitialiser(element, target, v);
      return;
    case "uninitialised":
    case "zero":
      return;
  }
}

function walkPlace(place: Place, v: Visitor): void {
  switch (place.kind) {
    case "localPlace":
    case "globalPlace":
      return;
    case "fieldPlace":
      walkExpr(place.object, v);
      return;
    case "pointerPlace":
      walkAll([place.pointer, place.index], v);
      return;
    case "slicePlace":
      walkAll([place.slice, place.index], v);
      return;
    case "arrayPlace":
      walkPlace(place.array, v);
      walkExpr(place.index, v);
      return;
  }
}

function walkAll(list: readonly Expr[], v: Visitor): void {
  for (const e of list) walkExpr(e, v);
}

export function walkExpr(e: Expr, v: Visitor): void {
  v.expr(e);
  switch (e.kind) {
    case "load":
    case "addressOf":
    case "increment":
      walkPlace(e.place, v);
      return;
    case "toClosure":
      walkExpr(e.value, v);
      return;
    case "unary":
    case "convert":
      walkExpr(e.operand, v);
      return;
    case "binary":
    case "compare":
    case "logical":
      walkAll([e.left, e.right], v);
      return;
    case "conditional":
      walkAll([e.test, e.then, e.otherwise], v);
      return;
    case "assign":
    case "compoundAssign":
      walkPlace(e.place, v);
      walkExpr(e.value, v);
      return;
    case "construct":
      walkPlace(e.place, v);
      walkInitialiser(e.init, { place: e.place }, v);
      return;
    case "call":
    case "new":
    case "intrinsic":
      walkAll(e.args, v);
      return;
    case "virtualCall":
      walkAll([e.object, ...e.args], v);
      return;
    case "indirectCall":
      walkAll([e.callee, ...e.args], v);
      return;
    case "tuple":
      walkAll(e.elements, v);
      return;
    case "element":
      walkExpr(e.tuple, v);
      return;
    case "sliceFrom":
      walkAll([e.pointer, e.length], v);
      return;
    case "let":
      v.initialise({ kind: "value", value: e.init }, { local: e.local });
      walkAll([e.init, e.body], v);
      return;
    case "sequence":
      walkAll([...e.effects, e.value], v);
      return;
    case "atomic":
      walkPlace(e.cell, v);
      walkAll(e.args, v);
      return;
    case "mmioRead":
      walkPlace(e.cell, v);
      return;
    case "mmioWrite":
      walkPlace(e.cell, v);
      walkExpr(e.value, v);
      return;
    case "asm":
      for (const input of e.inputs) walkExpr(input.value, v);
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
