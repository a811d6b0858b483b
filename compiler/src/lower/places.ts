/** Places: the addresses of variables, fields and elements, and loads and stores through them. */
import type { Place, SourceSpan, Type } from "../frontend/tree.ts";
import { I1, I8, I32, I64, type LType, PTR, VOID } from "../llvm/types.ts";
import { constInt, type Value } from "../llvm/values.ts";
import { aliasNotes } from "./aliasing.ts";
import type { FunctionLowering } from "./function.ts";
import { alignOf, fieldAlign, fieldOffset } from "./layout.ts";
import { storageType, valueType } from "./types.ts";
import { checkPointer } from "./undefined.ts";

export interface Address {
  readonly pointer: Value;
  readonly align: number;
}

/** x86's GS-relative address space (X86 backend, "Address spaces"). */
const GS_SPACE = 256;

export function placeAddress(f: FunctionLowering, place: Place): Address {
  switch (place.kind) {
    case "localPlace":
      return { pointer: f.addressOf(place.local), align: alignOf(place.local.type) };
    case "globalPlace": {
      const { global } = place;
      const align = global.align ?? alignOf(global.type);
      const pointer = f.unit.globalRef(global);
      if (!global.percpu || f.unit.target.host) return { pointer, align };
      if (f.unit.target.arch === "x64") {
        return {
          pointer: { kind: "spaceCast", type: { kind: "ptr", space: GS_SPACE }, name: global.symbol },
          align,
        };
      }
      return { pointer: f.builder.gep(pointer, I8, percpuDelta(f), false), align };
    }
    case "fieldPlace": {
      const object = f.expr(place.object);
      f.at(place.span);
      const info = place.field.declaredIn;
      checkPointer(f, object, alignOf({ kind: "embed", of: info }), "member", info.name, place.span);
      return { pointer: f.builder.offset(object, fieldOffset(place.field)), align: fieldAlign(place.field) };
    }
    case "pointerPlace": {
      const pointer = f.expr(place.pointer);
      const index = f.expr(place.index);
      f.at(place.span);
      const element = f.builder.gep(pointer, storageType(place.type), index, false);
      checkPointer(f, element, alignOf(place.type), "access", place.type.kind, place.span);
      return { pointer: element, align: alignOf(place.type) };
    }
    case "slicePlace": {
      const slice = f.expr(place.slice);
      const index = f.expr(place.index);
      f.at(place.span);
      checkBounds(f, index, f.builder.extract(slice, 1), place.span);
      return {
        pointer: f.builder.gep(f.builder.extract(slice, 0), storageType(place.type), index),
        align: alignOf(place.type),
      };
    }
    case "arrayPlace": {
      const array = linear(f, place.array);
      const index = f.expr(place.index);
      f.at(place.span);
      const type = place.array.type;
      if (type.kind !== "array") throw new Error("an array place over something else");
      const known = index.kind === "int" && index.value >= 0n && index.value < BigInt(type.length);
      if (!known) checkBounds(f, index, constInt(I64, type.length), place.span);
      return {
        pointer: f.builder.gep(array.pointer, storageType(place.type), index),
        align: Math.min(array.align, alignOf(place.type)),
      };
    }
  }
}

/** The address as an ordinary pointer: a per-CPU variable's is made from this CPU's distance. */
export function linear(f: FunctionLowering, place: Place): Address {
  const address = placeAddress(f, place);
  if (address.pointer.type.kind !== "ptr" || address.pointer.type.space === 0) return address;
  if (address.pointer.kind !== "spaceCast") throw new Error("a per-CPU address that is no variable's");
  const symbol: Value = { kind: "global", type: PTR, name: address.pointer.name };
  return { pointer: f.builder.gep(symbol, I8, percpuDelta(f), false), align: address.align };
}

/** The distance from the per-CPU template to this CPU's copy. */
function percpuDelta(f: FunctionLowering): Value {
  if (f.unit.target.arch === "x64") {
    f.unit.module.addGlobal({
      name: "__percpu_delta",
      type: I64,
      initial: null,
      constant: false,
      linkage: "external",
      hidden: false,
      unnamed: false,
      section: ".percpu",
      align: 8,
      dbg: null,
    });
    return f.builder.load(
      I64,
      { kind: "spaceCast", type: { kind: "ptr", space: GS_SPACE }, name: "__percpu_delta" },
      8,
    );
  }
  const read: Value = {
    kind: "inlineAsm",
    type: PTR,
    text: "mrs $0, tpidr_el1",
    constraints: "=r",
    sideEffects: false,
  };
  return f.builder.call(read, I64, []);
}

/** Panics unless index < length, both unsigned. */
export function checkBounds(f: FunctionLowering, index: Value, length: Value, span: SourceSpan): void {
  const fail = f.builder.block();
  const onward = f.builder.block();
  f.branchUnlikely(f.builder.icmp("uge", index, length), fail, onward);
  f.builder.place(fail);
  const [file, fileLength] = f.sourceFile(span.file);
  const hook = f.unit.symbol(
    "__osier_panic_bounds",
    VOID,
    [I64, I64, PTR, I64, I32],
    ["noreturn", "nounwind", "cold"],
  );
  f.builder.call(hook, VOID, [index, length, file, fileLength, constInt(I32, span.line)]);
  f.builder.unreachable();
  f.builder.place(onward);
}

/** Loads the value at an address; a boolean is a byte in memory. */
export function loadFrom(f: FunctionLowering, type: Type, address: Address): Value {
  if (type.kind === "bool") return f.builder.cast("trunc", f.builder.load(I8, address.pointer, 1), I1);
  return f.builder.load(valueType(type), address.pointer, address.align, aliasNotes(f.unit, type));
}
export function storeTo(f: FunctionLowering, type: Type, value: Value, address: Address): void {
  if (type.kind === "void" || type.kind === "never") return;
  f.builder.store(inMemory(f, type, value), address.pointer, address.align, aliasNotes(f.unit, type));
}

/** A value in its memory form and back: only booleans differ. */
export function inMemory(f: FunctionLowering, type: Type, value: Value): Value {
  return type.kind === "bool" ? f.builder.cast("zext", value, I8) : value;
}
export function fromMemory(f: FunctionLowering, type: Type, value: Value): Value {
  return type.kind === "bool" ? f.builder.cast("trunc", value, I1) : value;
}
/** The LLVM type of a scalar in memory. */
export function memoryType(type: Type): LType {
  return type.kind === "bool" ? I8 : valueType(type);
}
