/** Expressions: one case a node; the work stands in the file of its family. */
import type { Expr } from "../frontend/tree.ts";
import { I1, I64 } from "../llvm/types.ts";
import { constInt, NOTHING, type Value } from "../llvm/values.ts";
import { lowerAsm } from "./asm.ts";
import { lowerAtomic, lowerMmioRead, lowerMmioWrite } from "./atomics.ts";
import { directCall, indirectCall, initialise, newObject, virtualCall } from "./calls.ts";
import { boxedParts, codeAsClosure, functionAsClosure, makeBoxed, makeClosure } from "./closures.ts";
import { lowerConstantValue } from "./constants.ts";
import type { FunctionLowering } from "./function.ts";
import { lowerIntrinsic } from "./intrinsics.ts";
import { alignOf } from "./layout.ts";
import { arithmetic, compare, convert } from "./operators.ts";
import { linear, loadFrom, placeAddress, storeTo } from "./places.ts";
import { isVoid, valueType } from "./types.ts";

export function lowerExpr(f: FunctionLowering, e: Expr): Value {
  f.at(e.span);
  const b = f.builder;
  switch (e.kind) {
    case "int":
      return constInt(valueType(e.type), e.value);
    case "float":
      return { kind: "float", type: valueType(e.type), value: e.value };
    case "bool":
      return constInt(I1, e.value ? 1 : 0);
    case "string":
      return b.pack([f.unit.stringData(e.bytes), constInt(I64, e.bytes.length)]);
    case "null":
      return nullOf(e);
    case "constantData":
      return lowerConstantValue(f.unit, e.constant, e.type);
    case "load":
      return loadFrom(f, e.type, placeAddress(f, e.place));
    case "addressOf":
      return linear(f, e.place).pointer;
    case "functionRef":
      return e.type.kind === "closure" ? functionAsClosure(f, e.target) : f.unit.functionRef(e.target);
    case "closure":
    case "textTemplate":
      return makeClosure(f, e.target);
    case "boxedClosure":
      return makeBoxed(f, e.target);
    case "toClosure": {
      const value = lowerExpr(f, e.value);
      if (e.value.type.kind === "fn") return codeAsClosure(f, e.value.type.signature, value);
      return b.pack(boxedParts(f, value));
    }
    case "unary":
      return unary(f, e.op, lowerExpr(f, e.operand));
    case "binary": {
      const left = lowerExpr(f, e.left);
      const right = lowerExpr(f, e.right);
      f.at(e.span);
      return arithmetic(f, e.op, e.left.type, left, right, e.span);
    }
    case "compare":
      return compare(f, e.op, e.left, e.right);
    case "logical":
      return logical(f, e.op, e.left, e.right);
    case "conditional":
      return conditional(f, e);
    case "convert":
      return convert(f, lowerExpr(f, e.operand), e.operand.type, e.type);
    case "assign": {
      const address = placeAddress(f, e.place);
      const value = lowerExpr(f, e.value);
      f.at(e.span);
      storeTo(f, e.place.type, value, address);
      return value;
    }
    case "construct":
      initialise(f, e.init, e.place.type, linear(f, e.place).pointer);
      return NOTHING;
    case "compoundAssign": {
      const address = placeAddress(f, e.place);
      const before = loadFrom(f, e.place.type, address);
      const right = lowerExpr(f, e.value);
      f.at(e.span);
      const after = arithmetic(f, e.op, e.place.type, before, right, e.span);
      storeTo(f, e.place.type, after, address);
      return after;
    }
    case "increment":
      return increment(f, e);
    case "call": {
      const args = e.args.map((a) => lowerExpr(f, a));
      f.at(e.span);
      return directCall(f, e.target, args);
    }
    case "virtualCall":
      return virtualCall(f, e.class, e.slot, e.object, e.args);
    case "indirectCall":
      return indirectCall(f, e.callee, e.args);
    case "new":
      return newObject(f, e.class, e.constructor, e.args);
    case "tuple":
      return b.pack(e.elements.map((x) => lowerExpr(f, x)));
    case "element":
      return b.extract(lowerExpr(f, e.tuple), e.index);
    case "sliceFrom": {
      const pointer = lowerExpr(f, e.pointer);
      return b.pack([pointer, lowerExpr(f, e.length)]);
    }
    case "let": {
      const slot = f.allocate(e.local);
      storeTo(f, e.local.type, lowerExpr(f, e.init), { pointer: slot, align: alignOf(e.local.type) });
      return lowerExpr(f, e.body);
    }
    case "sequence":
      for (const effect of e.effects) lowerExpr(f, effect);
      return lowerExpr(f, e.value);
    case "atomic":
      return lowerAtomic(f, e.op, e.cell, e.args, e.order);
    case "mmioRead":
      return lowerMmioRead(f, e.cell);
    case "mmioWrite":
      lowerMmioWrite(f, e.cell, e.value);
      return NOTHING;
    case "asm":
      return lowerAsm(f, e);
    case "intrinsic":
      return lowerIntrinsic(f, e);
  }
}

function nullOf(e: Expr): Value {
  const type = valueType(e.type);
  return type.kind === "ptr" ? { kind: "null", type } : { kind: "zero", type };
}

function unary(f: FunctionLowering, op: "neg" | "not" | "bitnot", operand: Value): Value {
  if (op === "not") return f.builder.binary("xor", operand, constInt(I1, 1));
  if (op === "bitnot") return f.builder.binary("xor", operand, constInt(operand.type, -1));
  if (operand.type.kind === "float" || operand.type.kind === "double") return f.builder.fneg(operand);
  return f.builder.binary("sub", constInt(operand.type, 0), operand);
}

function logical(f: FunctionLowering, op: "and" | "or", left: Expr, right: Expr): Value {
  const b = f.builder;
  const first = lowerExpr(f, left);
  const from = b.here;
  const second = b.block();
  const end = b.block();
  if (op === "and") b.condbr(first, second, end);
  else b.condbr(first, end, second);
  b.place(second);
  const result = lowerExpr(f, right);
  const last = b.here;
  const reached = !b.isTerminated;
  b.place(end);
  const short = constInt(I1, op === "and" ? 0 : 1);
  return b.phi(
    I1,
    reached
      ? [
          [short, from],
          [result, last],
        ]
      : [[short, from]],
  );
}

function conditional(f: FunctionLowering, e: Extract<Expr, { kind: "conditional" }>): Value {
  const b = f.builder;
  const test = lowerExpr(f, e.test);
  const thenBlock = b.block();
  const otherwiseBlock = b.block();
  const end = b.block();
  b.condbr(test, thenBlock, otherwiseBlock);
  const incoming: [Value, typeof end][] = [];
  for (const [block, branch] of [
    [thenBlock, e.then],
    [otherwiseBlock, e.otherwise],
  ] as const) {
    b.place(block);
    const value = lowerExpr(f, branch);
    if (!b.isTerminated) {
      incoming.push([value, b.here]);
      b.br(end);
    }
  }
  b.place(end);
  if (incoming.length === 0) {
    b.unreachable();
    return isVoid(e.type) ? NOTHING : { kind: "poison", type: valueType(e.type) };
  }
  return isVoid(e.type) ? NOTHING : b.phi(valueType(e.type), incoming);
}

function increment(f: FunctionLowering, e: Extract<Expr, { kind: "increment" }>): Value {
  const address = placeAddress(f, e.place);
  const before = loadFrom(f, e.place.type, address);
  const type = valueType(e.place.type);
  let after: Value;
  if (type.kind === "float" || type.kind === "double") {
    after = f.builder.binary("fadd", before, { kind: "float", type, value: Number(e.by) });
  } else if (type.kind === "ptr")
    after = f.builder.gep(before, { kind: "int", bits: 8 }, constInt(I64, e.by), false);
  else after = f.builder.binary("add", before, constInt(type, e.by));
  storeTo(f, e.place.type, after, address);
  return e.prefix ? after : before;
}
