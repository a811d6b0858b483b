/**
 * Type-based alias facts (LangRef, "'tbaa' Metadata") on loads and stores of places.
 *
 * Words (64-bit integers, pointers, references, and slices, which are two words), 32-bit and 16-bit integers and the
 * two float types do not alias each other; bytes and booleans alias everything, and so do atomics, registers, the
 * unaligned and the volatile accesses. Kernel code has none of these facts: memory there changes its type (free
 * lists inside freed objects, page contents), as in kernels in C, which are built with -fno-strict-aliasing. Nor has
 * code under a sanitizer, which is kernel code under test.
 */
import type { Type } from "../frontend/tree.ts";
import type { Note } from "../llvm/instructions.ts";
import type { MetadataRef } from "../llvm/metadata.ts";
import { I64 } from "../llvm/types.ts";
import type { Unit } from "./unit.ts";

function aliasClass(type: Type): string | null {
  switch (type.kind) {
    case "int":
      return type.width === 8 ? null : type.width === 64 ? "word" : `i${type.width}`;
    case "float":
      return `f${type.width}`;
    case "ptr":
    case "class":
    case "fn":
    case "boxed":
    case "slice":
    case "string":
      return "word";
    default:
      return null;
  }
}

export function aliasNotes(unit: Unit, type: Type): readonly Note[] {
  const wanted = unit.target.host && unit.options.sanitize.length === 0;
  const name = wanted ? aliasClass(type) : null;
  if (name === null) return [];
  const { metadata } = unit.module;
  const zero = { int: 0, type: I64 };
  const root = metadata.tuple(["Bare TypeScript"]);
  const bytes = metadata.tuple(["byte", root, zero]);
  const scalar: MetadataRef = metadata.tuple([name, bytes, zero]);
  return [{ name: "tbaa", ref: metadata.tuple([scalar, scalar, zero]) }];
}
