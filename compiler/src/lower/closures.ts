/**
 * Arrows. A closure is { code, environment }; the environment, on the stack of the function that makes the closure,
 * holds what is captured: values, or the addresses of outer variables. A boxed closure is a heap block with the
 * code in its first word and the environment behind it.
 */
import type { Capture, FunctionInfo, Signature } from "../frontend/tree.ts";
import { FunctionBuilder } from "../llvm/builder.ts";
import { array, I8, I64, PTR } from "../llvm/types.ts";
import { constInt, type Value } from "../llvm/values.ts";
import type { FunctionLowering } from "./function.ts";
import { alignOf, sizeOf } from "./layout.ts";
import { loadFrom, storeTo } from "./places.ts";
import { isVoid, lowerSignature } from "./types.ts";
import type { Unit } from "./unit.ts";

const CODE_WORD = 8;

export function environmentLayout(captures: readonly Capture[]): {
  size: number;
  offsets: readonly number[];
} {
  let at = 0;
  const offsets: number[] = [];
  for (const c of captures) {
    const align = c.byReference ? 8 : alignOf(c.outer.type);
    at = Math.ceil(at / align) * align;
    offsets.push(at);
    at += c.byReference ? 8 : sizeOf(c.outer.type);
  }
  return { size: Math.ceil(at / 8) * 8, offsets };
}

function fillEnvironment(f: FunctionLowering, target: FunctionInfo, environment: Value): void {
  const { offsets } = environmentLayout(target.captures);
  target.captures.forEach((capture, i) => {
    const slot = f.builder.offset(environment, offsets[i]!);
    const outer = f.addressOf(capture.outer);
    if (capture.byReference) f.builder.store(outer, slot, 8);
    else {
      const align = alignOf(capture.outer.type);
      storeTo(f, capture.outer.type, loadFrom(f, capture.outer.type, { pointer: outer, align }), {
        pointer: slot,
        align,
      });
    }
  });
}

/** { code, environment } of an arrow; its environment lives as long as the frame. */
export function makeClosure(f: FunctionLowering, target: FunctionInfo): Value {
  const code = f.unit.functionRef(target);
  if (target.captures.length === 0) return f.builder.pack([code, { kind: "null", type: PTR }]);
  const environment = f.builder.alloca(array(I8, environmentLayout(target.captures).size), 16);
  fillEnvironment(f, target, environment);
  return f.builder.pack([code, environment]);
}

export function makeBoxed(f: FunctionLowering, target: FunctionInfo): Value {
  const { size } = environmentLayout(target.captures);
  const allocate = f.unit.symbol("__osier_new", I64, [I64, I64]);
  const address = f.builder.call(allocate, I64, [constInt(I64, CODE_WORD + size), constInt(I64, 16)]);
  const block = f.builder.cast("inttoptr", address, PTR);
  f.builder.store(f.unit.functionRef(target), block, 8);
  fillEnvironment(f, target, f.builder.offset(block, CODE_WORD));
  return block;
}

/** Binds the locals that stand for captured ones, at the start of an arrow's body. */
export function bindCaptures(f: FunctionLowering, environment: Value): void {
  const { offsets } = environmentLayout(f.info.captures);
  f.info.captures.forEach((capture, i) => {
    const slot = f.builder.offset(environment, offsets[i]!);
    f.bind(capture.inner, capture.byReference ? f.builder.load(PTR, slot, 8) : slot);
  });
}

/** [code, environment] of a value of type closure, fn or boxed, for a call with an environment argument. */
export function boxedParts(f: FunctionLowering, block: Value): [Value, Value] {
  return [f.builder.load(PTR, block, 8), f.builder.offset(block, CODE_WORD)];
}

/** A plain function as a closure: code that drops the environment. */
export function functionAsClosure(f: FunctionLowering, target: FunctionInfo): Value {
  if (target.hasEnvironment) return f.builder.pack([f.unit.functionRef(target), { kind: "null", type: PTR }]);
  const name = `${target.symbol}__closure`;
  defineAdapter(f.unit, name, target.signature, (_b, args) => ({ callee: f.unit.functionRef(target), args }));
  return f.builder.pack([
    { kind: "global", type: PTR, name },
    { kind: "null", type: PTR },
  ]);
}

/** A code pointer as a closure: the environment is the code pointer itself. */
export function codeAsClosure(f: FunctionLowering, signature: Signature, code: Value): Value {
  const name = `__call_code_${signature.params.map((p) => p.kind[0]! + sizeOf(p)).join("_")}_${signature.result.kind[0]}${sizeOf(signature.result)}`;
  defineAdapter(f.unit, name, signature, (_b, args, environment) => ({ callee: environment, args }));
  return f.builder.pack([{ kind: "global", type: PTR, name }, code]);
}

function defineAdapter(
  unit: Unit,
  name: string,
  signature: Signature,
  target: (
    b: FunctionBuilder,
    args: readonly Value[],
    environment: Value,
  ) => { callee: Value; args: readonly Value[] },
): void {
  if (unit.module.functions.has(name)) return;
  const s = lowerSignature(signature, true);
  const b = new FunctionBuilder(s.params.length);
  const params = s.params.map((type, id): Value => ({ kind: "register", type, id }));
  const environment = params.pop()!;
  const { callee, args } = target(b, params, environment);
  const inner = lowerSignature(signature, false);
  const result = b.call(callee, inner.result, args, {
    result: inner.resultAttributes,
    args: inner.paramAttributes,
  });
  b.ret(isVoid(signature.result) ? null : result);
  unit.module.addFunction({
    name,
    result: s.result,
    params: s.params,
    resultAttributes: s.resultAttributes,
    paramAttributes: s.paramAttributes,
    linkage: "internal",
    hidden: false,
    attributes: [...unit.target.functionAttributes],
    section: null,
    dbg: null,
    blocks: b.finish(),
  });
}
