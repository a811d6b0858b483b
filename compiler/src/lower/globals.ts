/** Definitions of a unit's variables and vtables. */
import type { ClassInfo, GlobalInfo } from "../frontend/tree.ts";
import type { MetadataRef } from "../llvm/metadata.ts";
import { array, PTR } from "../llvm/types.ts";
import type { Value } from "../llvm/values.ts";
import { lowerConstant } from "./constants.ts";
import { alignOf } from "./layout.ts";
import { isStorageOnly, storageType } from "./types.ts";
import { type Unit, vtableSymbol } from "./unit.ts";

export function defineGlobals(unit: Unit): void {
  const described: MetadataRef[] = [];
  for (const g of unit.source.globals) {
    if (g.linkage === "import") continue;
    const dbg = unit.debug.global(g);
    if (dbg !== null) described.push(dbg);
    defineGlobal(unit, g, dbg);
  }
  unit.debug.setGlobals(described);
}

function defineGlobal(unit: Unit, g: GlobalInfo, dbg: MetadataRef | null): void {
  const initial: Value =
    g.constant === null
      ? { kind: "zero", type: storageType(g.type) }
      : lowerConstant(unit, g.constant, g.type);
  // A per-CPU variable changes with the processor: LLVM must not take any call for one that leaves it as it is.
  if (g.used || g.percpu || g.linkage === "exported") unit.module.used.add(g.symbol);
  unit.module.addGlobal({
    name: g.symbol,
    type: initial.type,
    initial,
    // An object or array stays writable behind a `const`: only the name is constant.
    constant: !g.mutable && g.constant !== null && !isStorageOnly(g.type),
    linkage: linkageOf(g),
    hidden: g.linkage !== "exported",
    unnamed: false,
    section: g.percpu && !unit.target.host ? ".percpu" : g.section,
    align: g.align ?? Math.max(1, alignOf(g.type)),
    dbg,
  });
}

/**
 * ThinLTO takes no function into another module that names a variable which is both internal and used: what reads a
 * per-CPU variable would be called from everywhere, so those are external (their symbols are the program's only ones).
 */
function linkageOf(g: GlobalInfo): "internal" | "linkonce_odr" | "external" {
  if (g.linkage === "internal" && !g.percpu) return "internal";
  return g.linkage === "linkonce" ? "linkonce_odr" : "external";
}

export function defineVtables(unit: Unit): void {
  for (const info of unit.source.classes) if (info.polymorphic && !info.instance) defineVtable(unit, info);
  const done = new Set<ClassInfo>();
  while (done.size < unit.instanceVtables.size) {
    for (const info of unit.instanceVtables) {
      if (done.has(info)) continue;
      done.add(info);
      defineVtable(unit, info);
    }
  }
}

/** A slot without a target belongs to an abstract method: nothing is ever made of that class, so null will do. */
function defineVtable(unit: Unit, info: ClassInfo): void {
  const elements = info.vtable.map(
    (slot): Value => (slot.target === null ? { kind: "null", type: PTR } : unit.functionRef(slot.target)),
  );
  unit.module.addGlobal({
    name: vtableSymbol(info),
    type: array(PTR, elements.length),
    initial: { kind: "aggregate", type: array(PTR, elements.length), elements },
    constant: true,
    linkage: info.instance ? "linkonce_odr" : "external",
    hidden: true,
    unnamed: !info.instance,
    section: null,
    align: 8,
    dbg: null,
  });
}
