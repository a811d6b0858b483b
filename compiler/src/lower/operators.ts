/** Arithmetic, comparison and conversion. Integers wrap, shift counts are masked, division by zero panics. */
import type { ArithmeticOp, CompareOp, Expr, SourceSpan, Type } from "../frontend/tree.ts";
import type { BinaryOp, FloatPredicate, IntPredicate } from "../llvm/instructions.ts";
import { bitsOf, I1, I32, I64, PTR, VOID } from "../llvm/types.ts";
import { constInt, type Value } from "../llvm/values.ts";
import type { FunctionLowering } from "./function.ts";
import { isSigned, valueType } from "./types.ts";

export function arithmetic(
  f: FunctionLowering,
  op: ArithmeticOp,
  type: Type,
  left: Value,
  right: Value,
  span: SourceSpan,
): Value {
  const b = f.builder;
  if (type.kind === "float") return b.binary(floatOp(op), left, right);
  const signed = isSigned(type);
  switch (op) {
    case "div":
    case "rem":
      return divide(f, op, signed, left, right, span);
    case "shl":
      return b.binary("shl", left, maskCount(f, right));
    case "shr":
      return b.binary(signed ? "ashr" : "lshr", left, maskCount(f, right));
    default:
      return b.binary(op, left, right);
  }
}

function floatOp(op: ArithmeticOp): BinaryOp {
  switch (op) {
    case "add":
      return "fadd";
    case "sub":
      return "fsub";
    case "mul":
      return "fmul";
    case "div":
      return "fdiv";
    case "rem":
      return "frem";
    default:
      throw new Error(`${op} of floats`);
  }
}

function maskCount(f: FunctionLowering, count: Value): Value {
  const bits = bitsOf(count.type);
  if (count.kind === "int") return constInt(count.type, count.value & BigInt(bits - 1));
  return f.builder.binary("and", count, constInt(count.type, bits - 1));
}

/** MIN / -1 wraps to MIN, and MIN % -1 is 0: LLVM leaves both undefined. */
function divide(
  f: FunctionLowering,
  op: "div" | "rem",
  signed: boolean,
  left: Value,
  right: Value,
  span: SourceSpan,
): Value {
  const b = f.builder;
  if (right.kind !== "int" || right.value === 0n) checkDivisor(f, right, span);
  if (!signed) return b.binary(op === "div" ? "udiv" : "urem", left, right);
  if (right.kind === "int" && right.value !== -1n)
    return b.binary(op === "div" ? "sdiv" : "srem", left, right);
  const minusOne = b.icmp("eq", right, constInt(right.type, -1));
  const safe = b.select(minusOne, constInt(right.type, 1), right);
  if (op === "rem") return b.binary("srem", left, safe);
  return b.select(minusOne, b.binary("sub", constInt(left.type, 0), left), b.binary("sdiv", left, safe));
}

function checkDivisor(f: FunctionLowering, divisor: Value, span: SourceSpan): void {
  const fail = f.builder.block();
  const onward = f.builder.block();
  f.branchUnlikely(f.builder.icmp("eq", divisor, constInt(divisor.type, 0)), fail, onward);
  f.builder.place(fail);
  const [file, length] = f.sourceFile(span.file);
  const hook = f.unit.symbol("__osier_panic_divide", VOID, [PTR, I64, I32], ["noreturn", "nounwind", "cold"]);
  f.builder.call(hook, VOID, [file, length, constInt(I32, span.line)]);
  f.builder.unreachable();
  f.builder.place(onward);
}

const UNSIGNED: Record<CompareOp, IntPredicate> = {
  eq: "eq",
  ne: "ne",
  lt: "ult",
  le: "ule",
  gt: "ugt",
  ge: "uge",
};
const SIGNED: Record<CompareOp, IntPredicate> = {
  eq: "eq",
  ne: "ne",
  lt: "slt",
  le: "sle",
  gt: "sgt",
  ge: "sge",
};
const FLOATS: Record<CompareOp, FloatPredicate> = {
  eq: "oeq",
  ne: "une",
  lt: "olt",
  le: "ole",
  gt: "ogt",
  ge: "oge",
};

export function compare(f: FunctionLowering, op: CompareOp, leftExpr: Expr, rightExpr: Expr): Value {
  const left = f.expr(leftExpr);
  const right = f.expr(rightExpr);
  const type = leftExpr.type.kind === "null" ? rightExpr.type : leftExpr.type;
  switch (type.kind) {
    case "float":
      return f.builder.fcmp(FLOATS[op], left, right);
    case "int":
      return f.builder.icmp((type.signed ? SIGNED : UNSIGNED)[op], left, right);
    case "string":
      if (leftExpr.kind !== "null" && rightExpr.kind !== "null") {
        const equal = stringsEqual(f, left, right);
        return op === "eq" ? equal : f.builder.binary("xor", equal, constInt(I1, 1));
      }
      return f.builder.icmp(UNSIGNED[op], firstWord(f, left), firstWord(f, right));
    case "slice":
    case "text":
    case "closure":
      return f.builder.icmp(UNSIGNED[op], firstWord(f, left), firstWord(f, right));
    default:
      return f.builder.icmp(UNSIGNED[op], left, right);
  }
}

function firstWord(f: FunctionLowering, pair: Value): Value {
  return pair.type.kind === "struct" ? f.builder.extract(pair, 0) : pair;
}

/** Equal length and equal bytes. */
export function stringsEqual(f: FunctionLowering, left: Value, right: Value): Value {
  const b = f.builder;
  const length = b.extract(left, 1);
  const sameLength = b.icmp("eq", length, b.extract(right, 1));
  const start = b.here;
  const compareBytes = b.block();
  const end = b.block();
  b.condbr(sameLength, compareBytes, end);
  b.place(compareBytes);
  const memcmp = f.unit.symbol("memcmp", I32, [PTR, PTR, I64]);
  const difference = b.call(memcmp, I32, [b.extract(left, 0), b.extract(right, 0), length]);
  const sameBytes = b.icmp("eq", difference, constInt(I32, 0));
  const from = b.here;
  b.place(end);
  return b.phi(I1, [
    [constInt(I1, 0), start],
    [sameBytes, from],
  ]);
}

export function convert(f: FunctionLowering, operand: Value, from: Type, to: Type): Value {
  const b = f.builder;
  const target = valueType(to);
  if (from.kind === "bool" && to.kind === "int") return b.cast("zext", operand, target);
  if (from.kind === "bool" && to.kind === "float") return b.cast("uitofp", operand, target);
  if (from.kind === "int" && to.kind === "int") {
    if (from.width === to.width) return operand;
    if (from.width > to.width) return b.cast("trunc", operand, target);
    return b.cast(from.signed ? "sext" : "zext", operand, target);
  }
  if (from.kind === "int" && to.kind === "float")
    return b.cast(from.signed ? "sitofp" : "uitofp", operand, target);
  if (from.kind === "float" && to.kind === "float") {
    if (from.width === to.width) return operand;
    return b.cast(from.width > to.width ? "fptrunc" : "fpext", operand, target);
  }
  if (from.kind === "float" && to.kind === "int") {
    const name = `llvm.${to.signed ? "fptosi" : "fptoui"}.sat.i${to.width}.f${from.width}`;
    return b.call(f.unit.symbol(name, target, [valueType(from)]), target, [operand]);
  }
  return operand; // references, pointers and code addresses keep their representation
}
