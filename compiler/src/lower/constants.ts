/** Static initial values: Constant of the typed tree to an LLVM constant that has the memory layout of its type. */
import type { ClassInfo, Constant, Field, Type } from "../frontend/tree.ts";
import { array, I1, I8, I64, type LType, PTR, struct } from "../llvm/types.ts";
import { constInt, type Value } from "../llvm/values.ts";
import { alignOf, layoutOf, sizeOf } from "./layout.ts";
import { PAIR_PTR_LENGTH, storageType, valueType } from "./types.ts";
import type { Unit } from "./unit.ts";

export function lowerConstant(unit: Unit, constant: Constant, type: Type): Value {
  switch (constant.kind) {
    case "zero":
      return { kind: "zero", type: storageType(type) };
    case "int":
      return constInt(storageType(type), constant.value);
    case "float":
      return { kind: "float", type: storageType(type), value: constant.value };
    case "bool":
      return constInt(storageType(type), constant.value ? 1 : 0);
    case "null":
      return { kind: "zero", type: storageType(type) };
    case "string":
      return pair(unit.stringData(constant.bytes), constant.bytes.length);
    case "function":
      return unit.functionRef(constant.target);
    case "global":
      return unit.globalRef(constant.target);
    case "slice":
      return pair(sliceData(unit, constant.elements, constant.of), constant.elements.length);
    case "aggregate":
      return aggregate(unit, constant.elements, type);
  }
}

/** As a value in registers rather than as storage: only booleans differ. */
export function lowerConstantValue(unit: Unit, constant: Constant, type: Type): Value {
  if (constant.kind === "bool") return constInt(I1, constant.value ? 1 : 0);
  const value = lowerConstant(unit, constant, type);
  return value.kind === "zero" && type.kind === "bool" ? constInt(I1, 0) : value;
}

function pair(pointer: Value, length: number): Value {
  return { kind: "aggregate", type: PAIR_PTR_LENGTH, elements: [pointer, constInt(I64, length)] };
}

function sliceData(unit: Unit, elements: readonly Constant[], of: Type): Value {
  if (elements.length === 0) return { kind: "null", type: PTR };
  const values = elements.map((e) => lowerConstant(unit, e, of));
  return unit.data(sequence(values), alignOf(of));
}

/** Elements one after another; as an array when they are of one type, else (embedded structs) as a packed struct. */
function sequence(values: readonly Value[]): Value {
  const first = JSON.stringify(values[0]?.type);
  if (values.every((v) => JSON.stringify(v.type) === first)) {
    return { kind: "aggregate", type: array(values[0]?.type ?? I8, values.length), elements: values };
  }
  return {
    kind: "aggregate",
    type: struct(
      values.map((v) => v.type),
      true,
    ),
    elements: values,
  };
}

function aggregate(unit: Unit, elements: readonly Constant[], type: Type): Value {
  if (type.kind === "tuple") {
    const values = elements.map((e, i) => lowerConstantValue(unit, e, type.elements[i]!));
    return { kind: "aggregate", type: valueType(type), elements: values };
  }
  if (type.kind === "array") {
    const values = elements.map((e) => lowerConstant(unit, e, type.of));
    while (values.length < type.length) values.push({ kind: "zero", type: storageType(type.of) });
    return sequence(values);
  }
  if (type.kind === "embed") return embedded(unit, elements, type.of);
  throw new Error(`an aggregate constant of type ${type.kind}`);
}

function allFields(info: ClassInfo): { field: Field; offset: number }[] {
  const inherited = info.base === null ? [] : allFields(info.base);
  const { offsets } = layoutOf(info);
  return [...inherited, ...info.fields.map((field) => ({ field, offset: offsets.get(field)! }))];
}

/** A struct with its padding spelt out, so that offsets are exactly those of layout.ts. */
function embedded(unit: Unit, elements: readonly Constant[], info: ClassInfo): Value {
  const parts: Value[] = [];
  let at = 0;
  const padTo = (offset: number): void => {
    if (offset > at) parts.push({ kind: "zero", type: array(I8, offset - at) });
    at = offset;
  };
  if (info.polymorphic) {
    parts.push(unit.vtableRef(info));
    at = 8;
  }
  allFields(info).forEach(({ field, offset }, i) => {
    padTo(offset);
    const value = lowerConstant(unit, elements[i] ?? { kind: "zero" }, field.type);
    parts.push(value);
    at += sizeOf(field.type);
  });
  padTo(layoutOf(info).size);
  const types: LType[] = parts.map((p) => p.type);
  return { kind: "aggregate", type: struct(types, true), elements: parts };
}
