/**
 * Sizes, alignments and field offsets, by the rules of C on a 64-bit machine (psABI x86-64, 3.1.2; AAPCS64, 5.6).
 *
 * A class is: [vtable pointer, when its hierarchy is polymorphic] [fields of the base] [own fields], padded to its alignment.
 */
import type { ClassInfo, Field, Type } from "../frontend/tree.ts";

export interface ClassLayout {
  readonly size: number;
  readonly align: number;
  /** Offsets of the class's own fields. */
  readonly offsets: ReadonlyMap<Field, number>;
}

const layouts = new WeakMap<ClassInfo, ClassLayout>();

export function sizeOf(type: Type): number {
  switch (type.kind) {
    case "int":
    case "float":
      return type.width / 8;
    case "bool":
      return 1;
    case "void":
    case "never":
      return 0;
    case "slice":
    case "string":
    case "text":
    case "closure":
      return 16;
    case "embed":
      return layoutOf(type.of).size;
    case "array":
      return sizeOf(type.of) * type.length;
    case "atomic":
    case "mmio":
      return sizeOf(type.of);
    case "tuple": {
      const { size } = tupleLayout(type.elements);
      return size;
    }
    default:
      return 8;
  }
}

export function alignOf(type: Type): number {
  switch (type.kind) {
    case "int":
    case "float":
      return type.width / 8;
    case "bool":
    case "void":
    case "never":
      return 1;
    case "embed":
      return layoutOf(type.of).align;
    case "array":
    case "atomic":
    case "mmio":
      return alignOf(type.of);
    case "tuple":
      return tupleLayout(type.elements).align;
    default:
      return 8;
  }
}

function roundUp(n: number, to: number): number {
  return Math.ceil(n / to) * to;
}

/** Where the elements of a tuple lie, as LLVM lays out the struct of their value types. */
export function tupleLayout(elements: readonly Type[]): {
  size: number;
  align: number;
  offsets: readonly number[];
} {
  let at = 0;
  let align = 1;
  const offsets: number[] = [];
  for (const element of elements) {
    const a = alignOf(element);
    at = roundUp(at, a);
    offsets.push(at);
    at += sizeOf(element);
    align = Math.max(align, a);
  }
  return { size: roundUp(at, align), align, offsets };
}

export function layoutOf(info: ClassInfo): ClassLayout {
  const known = layouts.get(info);
  if (known !== undefined) return known;
  const offsets = new Map<Field, number>();
  const base = info.base === null ? null : layoutOf(info.base);
  let at = base?.size ?? 0;
  let align = base?.align ?? 1;
  if (base === null && info.polymorphic) {
    at = 8;
    align = 8;
  }
  for (const field of info.fields) {
    const a = info.packed ? 1 : alignOf(field.type);
    at = roundUp(at, a);
    offsets.set(field, at);
    at += sizeOf(field.type);
    align = Math.max(align, a);
  }
  align = Math.max(align, info.align ?? 1);
  const layout = { size: info.packed ? at : roundUp(at, align), align, offsets };
  layouts.set(info, layout);
  return layout;
}

/** Whether an array lies in storage of this type. */
export function holdsArray(type: Type): boolean {
  if (type.kind === "array") return true;
  if (type.kind !== "embed") return false;
  for (let at: ClassInfo | null = type.of; at !== null; at = at.base)
    if (at.fields.some((field) => holdsArray(field.type))) return true;
  return false;
}

/** The offset of a field in the class that declares it (and so in every class derived from it). */
export function fieldOffset(field: Field): number {
  const offset = layoutOf(field.declaredIn).offsets.get(field);
  if (offset === undefined)
    throw new Error(`field ${field.name} is not in the layout of ${field.declaredIn.name}`);
  return offset;
}

/** The alignment that an access to a field may assume. */
export function fieldAlign(field: Field): number {
  return field.declaredIn.packed ? 1 : alignOf(field.type);
}

/** Finds a field by name in a class or its bases. */
export function findField(info: ClassInfo, name: string): Field {
  for (let at: ClassInfo | null = info; at !== null; at = at.base) {
    const field = at.fields.find((f) => f.name === name);
    if (field !== undefined) return field;
  }
  throw new Error(`class ${info.name} has no field ${name}`);
}
