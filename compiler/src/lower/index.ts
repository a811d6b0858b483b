/**
 * Lowering: a source unit of the typed tree to a module of LLVM IR.
 *
 * Each file of this folder has one family of constructs. They build instruction objects (../llvm/builder.ts); the
 * printer alone knows the syntax. Lowering makes no decision of typing: the tree is complete (../frontend/tree.ts).
 */
import type { AsmText, FunctionInfo, GlobalInfo, Program, SourceUnit } from "../frontend/tree.ts";
import { printModule } from "../llvm/printer.ts";
import { moduleAsmText } from "./asm.ts";
import { defineFunction } from "./functions.ts";
import { defineGlobals, defineVtables } from "./globals.ts";
import type { LowerOptions } from "./target.ts";
import { Unit } from "./unit.ts";

export type { LowerOptions } from "./target.ts";

/** The IR of one unit, as text that `opt -passes=verify` accepts. */
export function lowerUnit(program: Program, source: SourceUnit, options: LowerOptions): string {
  const unit = new Unit(program, source, options);
  for (const asm of source.moduleAsm) unit.module.assembly.push(moduleAsmText(unit, asm));
  defineGlobals(unit);
  for (const f of source.functions) defineFunction(unit, f);
  if (source.initialiser !== null) {
    defineFunction(unit, source.initialiser);
    unit.module.constructors.push({ priority: source.initialiserPriority, name: source.initialiser.symbol });
  }
  defineVtables(unit);
  keepNamedInAssembly(unit, source);
  addFlags(unit);
  return printModule(unit.module);
}

/** What assembly of any unit names must survive in the unit that defines it: the optimiser does not read assembly. */
function keepNamedInAssembly(unit: Unit, source: SourceUnit): void {
  const named = namedInAssembly(unit.program);
  for (const f of source.functions) if (named.has(f)) unit.module.used.add(f.symbol);
  for (const g of source.globals) if (named.has(g)) unit.module.used.add(g.symbol);
}

const namedCache = new WeakMap<Program, Set<FunctionInfo | GlobalInfo>>();
function namedInAssembly(program: Program): Set<FunctionInfo | GlobalInfo> {
  const known = namedCache.get(program);
  if (known !== undefined) return known;
  const named = new Set<FunctionInfo | GlobalInfo>();
  const add = (asm: AsmText) => {
    for (const piece of asm.pieces)
      if (piece.kind === "function" || piece.kind === "global") named.add(piece.target);
  };
  for (const file of program.files) {
    for (const asm of file.moduleAsm) add(asm);
    for (const f of file.functions) if (f.body !== null) visitAsm(f.body, add);
  }
  namedCache.set(program, named);
  return named;
}

/** Keys under which a node refers to something that is not its part. */
const references = new Set([
  "span",
  "type",
  "target",
  "class",
  "field",
  "local",
  "global",
  "constructor",
  "constant",
  "types",
]);

function visitAsm(node: object, found: (asm: AsmText) => void): void {
  if ("kind" in node && node.kind === "asm" && "asm" in node) found(node.asm as AsmText);
  for (const [key, part] of Object.entries(node)) {
    if (typeof part === "object" && part !== null && !references.has(key)) visitAsm(part, found);
  }
}

/** Module flags (LangRef, "Module Flags Metadata"): behaviour 1 is an error on conflict, 7 takes the maximum, 8 PIC's. */
function addFlags(unit: Unit): void {
  const { flags } = unit.module;
  flags.push(
    { behaviour: 2, name: "Debug Info Version", value: 3 },
    { behaviour: 7, name: "Dwarf Version", value: 4 },
  );
  if (unit.target.host) {
    flags.push({ behaviour: 8, name: "PIC Level", value: 2 }, { behaviour: 7, name: "PIE Level", value: 2 });
    flags.push({ behaviour: 7, name: "uwtable", value: 2 });
  } else if (unit.target.arch === "x64") {
    // Moved to an address of its own at boot: every reference is relative to the instruction.
    flags.push({ behaviour: 8, name: "PIC Level", value: 2 }, { behaviour: 7, name: "PIE Level", value: 2 });
    // FS, where code for x86_64 looks for the canary otherwise, is the program's.
    flags.push({ behaviour: 1, name: "stack-protector-guard", value: "global" });
  }
}
