/** One module being made: references to what it uses, declared as they are asked for. */
import type { ClassInfo, FunctionInfo, GlobalInfo, Program, SourceUnit, Type } from "../frontend/tree.ts";
import { Module } from "../llvm/module.ts";
import { array, I8, type LType, PTR } from "../llvm/types.ts";
import type { Value } from "../llvm/values.ts";
import { DebugInfo } from "./debuginfo.ts";
import { alignOf } from "./layout.ts";
import { type LowerOptions, type Target, targetOf } from "./target.ts";
import { signatureOf, storageType } from "./types.ts";

export class Unit {
  readonly program: Program;
  readonly source: SourceUnit;
  readonly options: LowerOptions;
  readonly target: Target;
  readonly module: Module;
  readonly debug: DebugInfo;
  /** Vtables of generic instances that this module refers to and so has to define. */
  readonly instanceVtables = new Set<ClassInfo>();
  private strings = new Map<string, Value>();
  private nextPrivate = 0;

  constructor(program: Program, source: SourceUnit, options: LowerOptions) {
    this.program = program;
    this.source = source;
    this.options = options;
    this.target = targetOf(options);
    this.module = new Module({
      source: source.path,
      triple: this.target.triple,
      dataLayout: this.target.dataLayout,
      closed: !this.target.host,
    });
    const above = source.absolutePath.endsWith(source.path)
      ? source.absolutePath.slice(0, -source.path.length - 1)
      : "";
    const [from, to] = options.filePrefixMap ?? ["", ""];
    const directory = from !== "" && above.startsWith(from) ? to + above.slice(from.length) : above;
    this.debug = new DebugInfo(this.module.metadata, source.path, directory, !options.debug);
  }

  /** A function of the program, declared here unless it is defined here. */
  functionRef(f: FunctionInfo): Value {
    const s = signatureOf(f);
    this.module.addFunction({
      name: f.symbol,
      result: s.result,
      params: s.params,
      resultAttributes: s.resultAttributes,
      paramAttributes: s.paramAttributes,
      linkage: "external",
      hidden: f.linkage !== "import" && f.linkage !== "exported",
      attributes: f.attributes.noreturn ? ["noreturn", "nounwind"] : ["nounwind"],
      section: null,
      dbg: null,
      blocks: [],
    });
    return { kind: "global", type: PTR, name: f.symbol };
  }

  /** A function that is known by its symbol alone: the runtime's hooks, memory functions, intrinsics. */
  symbol(
    name: string,
    result: LType,
    params: readonly LType[],
    attributes: readonly string[] = ["nounwind"],
  ): Value {
    this.module.addFunction({
      name,
      result,
      params,
      resultAttributes: [],
      paramAttributes: [],
      linkage: "external",
      hidden: false,
      attributes: name.startsWith("llvm.") ? [] : attributes,
      section: null,
      dbg: null,
      blocks: [],
    });
    return { kind: "global", type: PTR, name };
  }

  globalRef(g: GlobalInfo): Value {
    this.module.addGlobal({
      name: g.symbol,
      type: storageType(g.type),
      initial: null,
      constant: false,
      linkage: "external",
      hidden: g.linkage !== "import" && g.linkage !== "exported",
      unnamed: false,
      section: g.percpu ? ".percpu" : g.section,
      align: g.align ?? alignOf(g.type),
      dbg: null,
    });
    return { kind: "global", type: PTR, name: g.symbol };
  }

  /** A symbol of the linker script. */
  linkerSymbol(name: string): Value {
    this.module.addGlobal({
      name,
      type: I8,
      initial: null,
      constant: false,
      linkage: "external",
      hidden: true,
      unnamed: false,
      section: null,
      align: 1,
      dbg: null,
    });
    return { kind: "global", type: PTR, name };
  }

  vtableRef(info: ClassInfo): Value {
    const name = vtableSymbol(info);
    if (info.instance) this.instanceVtables.add(info);
    this.module.addGlobal({
      name,
      type: array(PTR, info.vtable.length),
      initial: null,
      constant: true,
      linkage: "external",
      hidden: true,
      unnamed: false,
      section: null,
      align: 8,
      dbg: null,
    });
    return { kind: "global", type: PTR, name };
  }

  /** Data of this module's own, read-only unless it must be written. */
  data(initial: Value, align: number, written = false): Value {
    const name = `.data.${this.nextPrivate++}`;
    this.module.addGlobal({
      name,
      type: initial.type,
      initial,
      constant: !written,
      linkage: "private",
      hidden: false,
      unnamed: !written,
      section: null,
      align,
      dbg: null,
    });
    return { kind: "global", type: PTR, name };
  }

  /** The bytes of a string with a NUL behind them, shared when equal. */
  stringData(bytes: Uint8Array): Value {
    const key = Buffer.from(bytes).toString("latin1");
    const known = this.strings.get(key);
    if (known !== undefined) return known;
    const terminated = new Uint8Array(bytes.length + 1);
    terminated.set(bytes);
    const value = this.data({ kind: "bytes", type: array(I8, terminated.length), bytes: terminated }, 1);
    this.strings.set(key, value);
    return value;
  }
}

export function vtableSymbol(info: ClassInfo): string {
  return `${info.symbol}__vtable`;
}

/** Whether a type's storage is just bytes whose parts have their own alignment. */
export function storageAlign(type: Type): number {
  return Math.max(1, alignOf(type));
}
