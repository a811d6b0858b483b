/** The state of one function body being lowered. */
import type { Expr, FunctionInfo, Local, SourceSpan } from "../frontend/tree.ts";
import { FunctionBuilder } from "../llvm/builder.ts";
import type { Block } from "../llvm/instructions.ts";
import type { MetadataRef } from "../llvm/metadata.ts";
import { I1, I8, I64, type LType, PTR } from "../llvm/types.ts";
import { constInt, type Value } from "../llvm/values.ts";
import { holdsArray } from "./layout.ts";
import { storageType } from "./types.ts";
import { storageAlign, type Unit } from "./unit.ts";

/** A place that break and continue may go to, and how many scopes are open there. */
export interface JumpTarget {
  readonly breakTo: Block;
  readonly continueTo: Block | null;
  readonly scopes: number;
}
/** An open `using` scope: what to run on every way out. */
export interface OpenScope {
  readonly dispose: () => void;
}

export class FunctionLowering {
  readonly unit: Unit;
  readonly info: FunctionInfo;
  readonly builder: FunctionBuilder;
  readonly scopes: OpenScope[] = [];
  readonly targets = new Map<number, JumpTarget>();
  /** Whether an array lies in the frame, which then carries a canary in a kernel (lib/runtime.ts). */
  holdsArray = false;
  /** Where each local lives: its address. */
  private readonly storage = new Map<Local, Value>();
  private readonly subprogram: MetadataRef | null;

  private readonly lowerExpr: (f: FunctionLowering, e: Expr) => Value;

  /** @param lowerExpr expressions.ts, which stands above the files that lower the parts of expressions */
  constructor(
    unit: Unit,
    info: FunctionInfo,
    parameterCount: number,
    subprogram: MetadataRef | null,
    lowerExpr: (f: FunctionLowering, e: Expr) => Value,
  ) {
    this.unit = unit;
    this.lowerExpr = lowerExpr;
    this.info = info;
    this.builder = new FunctionBuilder(parameterCount);
    this.subprogram = subprogram;
    this.at(info.span);
  }

  /** Lowers an expression inside this function: its value, NOTHING where it has none. */
  expr(e: Expr): Value {
    return this.lowerExpr(this, e);
  }
  /** Instructions from now on belong to this place in the source. */
  at(span: SourceSpan): void {
    if (this.subprogram !== null) this.builder.location = this.unit.debug.location(span, this.subprogram);
  }
  /** Gives a local a stack slot of its own. */
  allocate(local: Local): Value {
    this.holdsArray ||= holdsArray(local.type);
    const slot = this.builder.alloca(storageType(local.type), storageAlign(local.type));
    this.bind(local, slot);
    return slot;
  }
  /** Says where a local lives. */
  bind(local: Local, address: Value): void {
    this.storage.set(local, address);
    if (this.subprogram === null) return;
    const variable = this.unit.debug.variable(local, this.subprogram);
    if (variable !== null) this.builder.declareVariable(address, variable);
  }
  addressOf(local: Local): Value {
    const address = this.storage.get(local);
    if (address === undefined) throw new Error(`local ${local.name} of ${this.info.name} has no storage`);
    return address;
  }

  /** Zeroes storage of a size known now. */
  zero(address: Value, size: number, align: number): void {
    if (size === 0) return;
    const memset = this.unit.symbol("llvm.memset.p0.i64", { kind: "void" }, [PTR, I8, I64, I1]);
    this.builder.call(
      memset,
      { kind: "void" },
      [address, constInt(I8, 0), constInt(I64, size), constInt(I1, 0)],
      {
        args: [[`align ${Math.max(1, align)}`]],
      },
    );
  }
  /** The path of a source file as the runtime's hooks take it: pointer and length. */
  sourceFile(file: string): [Value, Value] {
    const bytes = new TextEncoder().encode(file);
    return [this.unit.stringData(bytes), constInt(I64, bytes.length)];
  }
  /** Goes to `block` when `failed`, which is not expected. */
  branchUnlikely(failed: Value, block: Block, onward: Block): void {
    const weights = this.unit.module.metadata.tuple([
      "branch_weights",
      { int: 1, type: { kind: "int", bits: 32 } as LType },
      { int: 2000, type: { kind: "int", bits: 32 } as LType },
    ]);
    this.builder.condbr(failed, block, onward, [{ name: "prof", ref: weights }]);
  }
}
