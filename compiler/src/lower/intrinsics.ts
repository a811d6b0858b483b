/** Operations of the prelude that are neither calls nor operators (tree.ts, IntrinsicName). */
import type { Expr, Type } from "../frontend/tree.ts";
import { bitsOf, I1, I8, I32, I64, I128, type LType, PTR, struct, VOID } from "../llvm/types.ts";
import { constInt, NOTHING, type Value } from "../llvm/values.ts";
import { orderingOf } from "./atomics.ts";
import type { FunctionLowering } from "./function.ts";
import { alignOf, fieldOffset, findField, sizeOf } from "./layout.ts";
import { checkBounds, fromMemory, inMemory, memoryType } from "./places.ts";
import { storageType, valueType } from "./types.ts";
import { checkUnreachable } from "./undefined.ts";

type Intrinsic = Extract<Expr, { kind: "intrinsic" }>;

/** A class type stands for its struct in questions of size. */
function objectType(type: Type): Type {
  return type.kind === "class" ? { kind: "embed", of: type.of } : type;
}
function elementType(type: Type): LType {
  return storageType(type);
}
function typeSuffix(type: LType): string {
  return type.kind === "int" ? `i${type.bits}` : type.kind === "float" ? "f32" : "f64";
}

export function lowerIntrinsic(f: FunctionLowering, e: Intrinsic): Value {
  if (e.name === "sizeOf") return constInt(I64, sizeOf(objectType(e.types[0]!)));
  if (e.name === "alignOf") return constInt(I64, alignOf(objectType(e.types[0]!)));
  if (e.name === "offsetOf") return constInt(I64, offsetInClass(e));
  if (e.name === "linkerSymbol") return f.builder.cast("ptrtoint", f.unit.linkerSymbol(e.extra!), I64);
  const args = e.args.map((a) => f.expr(a));
  f.at(e.span);
  return arithmetic(f, e, args) ?? memory(f, e, args) ?? control(f, e, args);
}

function offsetInClass(e: Intrinsic): number {
  const type = e.types[0]!;
  if (type.kind !== "class" && type.kind !== "embed") throw new Error("offsetOf of a type that is no class");
  return fieldOffset(findField(type.of, e.extra!));
}

function callLlvm(f: FunctionLowering, name: string, result: LType, args: readonly Value[]): Value {
  return f.builder.call(
    f.unit.symbol(
      name,
      result,
      args.map((a) => a.type),
    ),
    result,
    args,
  );
}

function arithmetic(f: FunctionLowering, e: Intrinsic, args: readonly Value[]): Value | null {
  const b = f.builder;
  const [x, y] = args as [Value, Value];
  const type = e.types[0];
  const signed = type?.kind === "int" && type.signed;
  switch (e.name) {
    case "bitcast":
      return bitcast(f, x, valueType(e.type));
    case "clz":
    case "ctz": {
      const name = `llvm.${e.name === "clz" ? "ctlz" : "cttz"}.${typeSuffix(x.type)}`;
      return callLlvm(f, name, x.type, [x, constInt(I1, 0)]);
    }
    case "popcount":
      return callLlvm(f, `llvm.ctpop.${typeSuffix(x.type)}`, x.type, [x]);
    case "bswap":
      return bitsOf(x.type) === 8 ? x : callLlvm(f, `llvm.bswap.${typeSuffix(x.type)}`, x.type, [x]);
    case "rotl":
      return callLlvm(f, `llvm.fshl.${typeSuffix(x.type)}`, x.type, [x, x, y]);
    case "min":
    case "max": {
      if (x.type.kind !== "int")
        return callLlvm(f, `llvm.${e.name}num.${typeSuffix(x.type)}`, x.type, [x, y]);
      return callLlvm(f, `llvm.${signed ? "s" : "u"}${e.name}.${typeSuffix(x.type)}`, x.type, [x, y]);
    }
    case "addOverflow":
    case "subOverflow":
    case "mulOverflow": {
      const op = e.name.slice(0, 3);
      return callLlvm(
        f,
        `llvm.${signed ? "s" : "u"}${op}.with.overflow.${typeSuffix(x.type)}`,
        struct([x.type, I1]),
        [x, y],
      );
    }
    case "mulHigh": {
      const product = b.binary("mul", b.cast("zext", x, I128), b.cast("zext", y, I128));
      return b.cast("trunc", b.binary("lshr", product, constInt(I128, 64)), I64);
    }
    case "sqrt":
      return callLlvm(f, `llvm.sqrt.${typeSuffix(x.type)}`, x.type, [x]);
    case "likely":
    case "unlikely":
      return callLlvm(f, "llvm.expect.i1", I1, [x, constInt(I1, e.name === "likely" ? 1 : 0)]);
    default:
      return null;
  }
}

function bitcast(f: FunctionLowering, value: Value, to: LType): Value {
  if (value.type.kind === to.kind) return value;
  if (value.type.kind === "ptr") return f.builder.cast("ptrtoint", value, to);
  if (to.kind === "ptr") return f.builder.cast("inttoptr", value, to);
  return f.builder.cast("bitcast", value, to);
}

function memory(f: FunctionLowering, e: Intrinsic, args: readonly Value[]): Value | null {
  const b = f.builder;
  const [x, y, z] = args as [Value, Value, Value];
  const type = e.types[0]!;
  switch (e.name) {
    case "ptrFromAddress":
      return b.cast("inttoptr", x, PTR);
    case "addressFromPtr":
      return b.cast("ptrtoint", x, I64);
    case "ptrAdd":
      return b.gep(x, elementType(type), y, false);
    case "ptrSub":
      return b.gep(x, elementType(type), b.binary("sub", constInt(I64, 0), y), false);
    case "ptrOffset": {
      const bytes = b.binary("sub", b.cast("ptrtoint", x, I64), b.cast("ptrtoint", y, I64));
      return b.binary("sdiv", bytes, constInt(I64, Math.max(1, sizeOf(type))));
    }
    case "containerOf":
      return b.gep(x, I8, constInt(I64, -offsetInClass(e)), false);
    case "loadUnaligned":
      return fromMemory(f, type, b.load(memoryType(type), b.cast("inttoptr", x, PTR), 1));
    case "storeUnaligned":
      b.store(inMemory(f, e.args[1]!.type, y), b.cast("inttoptr", x, PTR), 1);
      return NOTHING;
    case "loadVolatile":
      return fromMemory(f, type, b.loadVolatile(memoryType(type), x, alignOf(type)));
    case "storeVolatile":
      b.storeVolatile(inMemory(f, e.args[1]!.type, y), x, alignOf(e.args[1]!.type));
      return NOTHING;
    case "copyBytes":
    case "moveBytes": {
      const name = e.name === "copyBytes" ? "llvm.memcpy.p0.p0.i64" : "llvm.memmove.p0.p0.i64";
      callLlvm(f, name, VOID, [b.cast("inttoptr", x, PTR), b.cast("inttoptr", y, PTR), z, constInt(I1, 0)]);
      return NOTHING;
    }
    case "fillBytes":
      callLlvm(f, "llvm.memset.p0.i64", VOID, [b.cast("inttoptr", x, PTR), y, z, constInt(I1, 0)]);
      return NOTHING;
    case "compareBytes": {
      const memcmp = f.unit.symbol("memcmp", I32, [PTR, PTR, I64]);
      return b.call(memcmp, I32, [b.cast("inttoptr", x, PTR), b.cast("inttoptr", y, PTR), z]);
    }
    case "free":
      release(f, b.cast("ptrtoint", x, I64));
      return NOTHING;
    case "newArray":
      return newArray(f, type, x);
    case "freeArray":
      release(f, b.cast("ptrtoint", b.extract(x, 0), I64));
      return NOTHING;
    case "sliceLength":
      return b.extract(x, 1);
    case "slicePtr":
      return b.extract(x, 0);
    case "subslice":
      return subslice(f, e, x, y, z);
    default:
      return null;
  }
}

function release(f: FunctionLowering, address: Value): void {
  f.builder.call(f.unit.symbol("__osier_free", VOID, [I64]), VOID, [address]);
}

/** n elements, zeroed; an element count whose size overflows asks for more than there is and panics in the allocator. */
function newArray(f: FunctionLowering, type: Type, count: Value): Value {
  const b = f.builder;
  const multiply = f.unit.symbol("llvm.umul.with.overflow.i64", struct([I64, I1]), [I64, I64]);
  const product = b.call(multiply, struct([I64, I1]), [count, constInt(I64, Math.max(1, sizeOf(type)))]);
  const bytes = b.select(b.extract(product, 1), constInt(I64, -1), b.extract(product, 0));
  const address = b.call(f.unit.symbol("__osier_new", I64, [I64, I64]), I64, [
    bytes,
    constInt(I64, alignOf(type)),
  ]);
  const pointer = b.cast("inttoptr", address, PTR);
  callLlvm(f, "llvm.memset.p0.i64", VOID, [pointer, constInt(I8, 0), bytes, constInt(I1, 0)]);
  return b.pack([pointer, count]);
}

/** start <= end <= length, each checked. */
function subslice(f: FunctionLowering, e: Intrinsic, slice: Value, start: Value, end: Value): Value {
  const b = f.builder;
  const beyond = (n: Value): Value => b.binary("add", n, constInt(I64, 1));
  checkBounds(f, end, beyond(b.extract(slice, 1)), e.span);
  checkBounds(f, start, beyond(end), e.span);
  const of: Type = e.type.kind === "slice" ? e.type.of : { kind: "int", width: 8, signed: false };
  const pointer = b.gep(b.extract(slice, 0), elementType(of), start);
  return b.pack([pointer, b.binary("sub", end, start)]);
}

function control(f: FunctionLowering, e: Intrinsic, args: readonly Value[]): Value {
  const b = f.builder;
  switch (e.name) {
    case "writeText": {
      const [text, writer] = args as [Value, Value];
      b.call(b.extract(text, 0), VOID, [writer, b.extract(text, 1)]);
      return NOTHING;
    }
    case "fence":
      b.fence(
        orderingOf((e.extra ?? "seq_cst") as "seq_cst") === "monotonic"
          ? "seq_cst"
          : orderingOf((e.extra ?? "seq_cst") as "seq_cst"),
      );
      return NOTHING;
    case "spinHint": {
      const text = f.unit.target.arch === "x64" ? "pause" : "yield";
      b.call({ kind: "inlineAsm", type: PTR, text, constraints: "~{memory}", sideEffects: true }, VOID, []);
      return NOTHING;
    }
    case "unreachable":
      checkUnreachable(f, e.span);
      b.unreachable();
      return NOTHING;
    case "trap":
      callLlvm(f, "llvm.trap", VOID, []);
      b.unreachable();
      return NOTHING;
    case "frameAddress":
      return b.cast("ptrtoint", callLlvm(f, "llvm.frameaddress.p0", PTR, [constInt(I32, 0)]), I64);
    case "returnAddress":
      return b.cast("ptrtoint", callLlvm(f, "llvm.returnaddress", PTR, [constInt(I32, 0)]), I64);
    default:
      throw new Error(`intrinsic ${e.name} has no lowering`);
  }
}
