/** Calls: direct, virtual, through code pointers and closures; construction of objects. */
import type { ClassInfo, Expr, FunctionInfo, Initialiser, Signature } from "../frontend/tree.ts";
import { I64, PTR } from "../llvm/types.ts";
import { constInt, type Value } from "../llvm/values.ts";
import { boxedParts } from "./closures.ts";
import type { FunctionLowering } from "./function.ts";
import { alignOf, layoutOf, sizeOf } from "./layout.ts";
import { storeTo } from "./places.ts";
import { lowerSignature, signatureOf } from "./types.ts";
import { storageAlign } from "./unit.ts";

function finishCall(f: FunctionLowering, noreturn: boolean, result: Value): Value {
  if (noreturn) f.builder.unreachable();
  return result;
}

export function directCall(f: FunctionLowering, target: FunctionInfo, args: readonly Value[]): Value {
  const s = signatureOf(target);
  const all = target.hasEnvironment ? [...args, { kind: "null", type: PTR } as Value] : args;
  const result = f.builder.call(f.unit.functionRef(target), s.result, all, {
    result: s.resultAttributes,
    args: s.paramAttributes,
  });
  return finishCall(f, target.attributes.noreturn || target.signature.result.kind === "never", result);
}

function through(
  f: FunctionLowering,
  callee: Value,
  signature: Signature,
  args: readonly Value[],
  environment: Value | null,
): Value {
  const s = lowerSignature(signature, environment !== null);
  const all = environment === null ? args : [...args, environment];
  const result = f.builder.call(callee, s.result, all, {
    result: s.resultAttributes,
    args: s.paramAttributes,
  });
  return finishCall(f, signature.result.kind === "never", result);
}

export function virtualCall(
  f: FunctionLowering,
  info: ClassInfo,
  slot: number,
  objectExpr: Expr,
  argExprs: readonly Expr[],
): Value {
  const object = f.expr(objectExpr);
  const args = argExprs.map((a) => f.expr(a));
  const table = f.builder.load(PTR, object, 8);
  const code = f.builder.load(PTR, f.builder.offset(table, slot * 8), 8);
  const { signature } = info.vtable[slot]!;
  const full: Signature = { params: [objectExpr.type, ...signature.params], result: signature.result };
  return through(f, code, full, [object, ...args], null);
}

export function indirectCall(f: FunctionLowering, calleeExpr: Expr, argExprs: readonly Expr[]): Value {
  const callee = f.expr(calleeExpr);
  const args = argExprs.map((a) => f.expr(a));
  const { type } = calleeExpr;
  switch (type.kind) {
    case "fn":
      return through(f, callee, type.signature, args, null);
    case "closure":
      return through(f, f.builder.extract(callee, 0), type.signature, args, f.builder.extract(callee, 1));
    case "boxed": {
      const [code, environment] = boxedParts(f, callee);
      return through(f, code, type.signature, args, environment);
    }
    default:
      throw new Error(`a call of a value of type ${type.kind}`);
  }
}

/** Zeroes storage, sets the vtable pointer, runs the constructor. */
function construct(
  f: FunctionLowering,
  info: ClassInfo,
  init: FunctionInfo | null,
  args: readonly Value[],
  address: Value,
): void {
  const { size, align } = layoutOf(info);
  f.zero(address, size, align);
  if (info.polymorphic) f.builder.store(f.unit.vtableRef(info), address, 8);
  if (init !== null) directCall(f, init, [address, ...args]);
}

export function newObject(
  f: FunctionLowering,
  info: ClassInfo,
  init: FunctionInfo | null,
  argExprs: readonly Expr[],
): Value {
  const args = argExprs.map((a) => f.expr(a));
  const { size, align } = layoutOf(info);
  const allocate = f.unit.symbol("__osier_new", I64, [I64, I64]);
  const address = f.builder.call(allocate, I64, [constInt(I64, Math.max(1, size)), constInt(I64, align)]);
  const object = f.builder.cast("inttoptr", address, PTR);
  construct(f, info, init, args, object);
  return object;
}

/** Gives storage of type `type` its first value. */
export function initialise(f: FunctionLowering, init: Initialiser, type: Initialised, address: Value): void {
  switch (init.kind) {
    case "value":
    case "cell": {
      const cellType = type.kind === "atomic" || type.kind === "mmio" ? type.of : type;
      storeTo(f, cellType, f.expr(init.value), { pointer: address, align: storageAlign(type) });
      return;
    }
    case "construct": {
      const args = init.args.map((a) => f.expr(a));
      construct(f, init.class, init.constructor, args, address);
      return;
    }
    case "elements": {
      if (type.kind !== "array") throw new Error("an element list for something that is no array");
      const step = sizeOf(type.of);
      if (init.elements.length < type.length) f.zero(address, sizeOf(type), alignOf(type));
      init.elements.forEach((element, i) => {
        initialise(f, element, type.of, f.builder.offset(address, i * step));
      });
      return;
    }
    case "zero":
      f.zero(address, sizeOf(type), alignOf(type));
      return;
    case "uninitialised":
      return;
  }
}
type Initialised = Expr["type"];
