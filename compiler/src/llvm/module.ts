/** A module under construction: globals, functions, declarations, file-scope assembly, metadata. */
import type { Block } from "./instructions.ts";
import { Metadata, type MetadataRef } from "./metadata.ts";
import type { LType } from "./types.ts";
import type { Value } from "./values.ts";

export type ModuleLinkage = "external" | "internal" | "private" | "linkonce_odr";

export interface ModuleGlobal {
  readonly name: string;
  readonly type: LType;
  /** null: defined elsewhere. */
  readonly initial: Value | null;
  readonly constant: boolean;
  readonly linkage: ModuleLinkage;
  readonly hidden: boolean;
  readonly unnamed: boolean;
  readonly section: string | null;
  readonly align: number;
  readonly dbg: MetadataRef | null;
}
export interface ModuleFunction {
  readonly name: string;
  readonly result: LType;
  readonly params: readonly LType[];
  readonly resultAttributes: readonly string[];
  readonly paramAttributes: readonly (readonly string[])[];
  readonly linkage: ModuleLinkage;
  readonly hidden: boolean;
  readonly attributes: readonly string[];
  readonly section: string | null;
  /** Bytes; the target's usual where it is left out. */
  readonly align?: number;
  readonly dbg: MetadataRef | null;
  /** Empty: a declaration. */
  readonly blocks: readonly Block[];
}

export class Module {
  readonly globals = new Map<string, ModuleGlobal>();
  readonly functions = new Map<string, ModuleFunction>();
  readonly assembly: string[] = [];
  readonly metadata = new Metadata();
  /** Kept although nothing in the module refers to them. */
  readonly used = new Set<string>();
  readonly constructors: { readonly priority: number; readonly name: string }[] = [];
  readonly source: string;
  readonly triple: string;
  readonly dataLayout: string;
  /** Every symbol, declared or defined, ends up in the file that is linked: nothing goes through a global offset table. */
  readonly closed: boolean;
  readonly flags: { readonly behaviour: number; readonly name: string; readonly value: number | string }[] =
    [];

  constructor(options: { source: string; triple: string; dataLayout: string; closed: boolean }) {
    this.source = options.source;
    this.triple = options.triple;
    this.dataLayout = options.dataLayout;
    this.closed = options.closed;
  }
  addGlobal(global: ModuleGlobal): void {
    const before = this.globals.get(global.name);
    if (before === undefined || before.initial === null) this.globals.set(global.name, global);
  }
  /** A definition replaces a declaration; a declaration never replaces anything. */
  addFunction(f: ModuleFunction): void {
    const before = this.functions.get(f.name);
    if (before === undefined || (before.blocks.length === 0 && f.blocks.length > 0))
      this.functions.set(f.name, f);
  }
}
