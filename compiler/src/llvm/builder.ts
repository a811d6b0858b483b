/**
 * Builds the body of one function, block by block.
 *
 * Invariant: every block ends with exactly one terminator. Code after a terminator goes to a block of its own that
 * nothing reaches, so callers need not ask whether the place they are at can be reached.
 */
import type {
  ArgumentAttributes,
  BinaryOp,
  Block,
  CastOp,
  FloatPredicate,
  Instruction,
  IntPredicate,
  Note,
  Ordering,
  RmwOp,
} from "./instructions.ts";
import type { MetadataRef } from "./metadata.ts";
import { I1, I8, I64, type LType, PTR, struct, VOID } from "./types.ts";
import { constInt, type Value } from "./values.ts";

type WithoutFrame<T> = T extends unknown ? Omit<T, "result" | "dbg"> : never;
type Body = WithoutFrame<Instruction>;

export class FunctionBuilder {
  readonly blocks: Block[] = [];
  /** The debug location that new instructions get. */
  location: MetadataRef | null = null;
  private current: Block;
  private readonly entry: Block;
  private readonly allocas: Instruction[] = [];
  private nextRegister: number;
  private nextBlock = 0;
  private terminated = false;

  constructor(parameterCount: number) {
    this.nextRegister = parameterCount;
    this.entry = this.block();
    this.current = this.entry;
    this.blocks.push(this.entry);
  }

  /** A block that is placed later by `place`. */
  block(): Block {
    return { id: this.nextBlock++, instructions: [] };
  }
  /** Goes on in `block`; falls through to it when the block before has no terminator. */
  place(block: Block): void {
    if (!this.terminated) this.br(block);
    this.blocks.push(block);
    this.current = block;
    this.terminated = false;
  }
  get here(): Block {
    return this.current;
  }
  get isTerminated(): boolean {
    return this.terminated;
  }
  /** Puts the stack slots at the start and closes the last block. */
  finish(): Block[] {
    if (!this.terminated) this.unreachable();
    this.entry.instructions.unshift(...this.allocas);
    return this.blocks;
  }

  private emit(body: Body, type: LType): Value {
    this.open();
    const result = type.kind === "void" ? null : this.nextRegister++;
    this.current.instructions.push({ ...body, result, dbg: this.location } as Instruction);
    return { kind: "register", type, id: result ?? -1 };
  }
  private open(): void {
    if (!this.terminated) return;
    const dead = this.block();
    this.blocks.push(dead);
    this.current = dead;
    this.terminated = false;
  }
  private end(body: Body): void {
    this.emit(body, VOID);
    this.terminated = true;
  }

  binary(operator: BinaryOp, left: Value, right: Value): Value {
    return this.emit({ op: "binary", operator, left, right }, left.type);
  }
  icmp(predicate: IntPredicate, left: Value, right: Value): Value {
    return this.emit({ op: "icmp", predicate, left, right }, I1);
  }
  fcmp(predicate: FloatPredicate, left: Value, right: Value): Value {
    return this.emit({ op: "fcmp", predicate, left, right }, I1);
  }
  fneg(operand: Value): Value {
    return this.emit({ op: "fneg", operand }, operand.type);
  }
  cast(operator: CastOp, operand: Value, to: LType): Value {
    return this.emit({ op: "cast", operator, operand, to }, to);
  }
  load(type: LType, from: Value, align: number, notes: readonly Note[] = []): Value {
    return this.emit({ op: "load", type, from, align, volatile: false, ordering: null, notes }, type);
  }
  loadVolatile(type: LType, from: Value, align: number): Value {
    return this.emit({ op: "load", type, from, align, volatile: true, ordering: null, notes: [] }, type);
  }
  loadAtomic(type: LType, from: Value, align: number, ordering: Ordering): Value {
    return this.emit({ op: "load", type, from, align, volatile: false, ordering, notes: [] }, type);
  }
  store(value: Value, to: Value, align: number, notes: readonly Note[] = []): void {
    this.emit({ op: "store", value, to, align, volatile: false, ordering: null, notes }, VOID);
  }
  storeVolatile(value: Value, to: Value, align: number): void {
    this.emit({ op: "store", value, to, align, volatile: true, ordering: null, notes: [] }, VOID);
  }
  storeAtomic(value: Value, to: Value, align: number, ordering: Ordering): void {
    this.emit({ op: "store", value, to, align, volatile: false, ordering, notes: [] }, VOID);
  }
  /** base + index * size of `element`. */
  gep(base: Value, element: LType, index: Value, inbounds = true): Value {
    return this.emit({ op: "gep", base, element, index, inbounds }, base.type);
  }
  /** base + a constant number of bytes. */
  offset(base: Value, bytes: number): Value {
    return bytes === 0 ? base : this.gep(base, I8, constInt(I64, bytes));
  }
  /** A stack slot of the whole function's life. */
  alloca(type: LType, align: number): Value {
    const id = this.nextRegister++;
    this.allocas.push({ op: "alloca", type, align, result: id, dbg: null });
    return { kind: "register", type: PTR, id };
  }
  call(
    callee: Value,
    result: LType,
    args: readonly Value[],
    extra: {
      result?: ArgumentAttributes;
      args?: readonly ArgumentAttributes[];
      attributes?: readonly string[];
    } = {},
  ): Value {
    return this.emit(
      {
        op: "call",
        callee,
        type: result,
        args,
        resultAttributes: extra.result ?? [],
        argAttributes: extra.args ?? [],
        attributes: extra.attributes ?? [],
      },
      result,
    );
  }
  select(test: Value, then: Value, otherwise: Value): Value {
    return this.emit({ op: "select", test, then, otherwise }, then.type);
  }
  phi(type: LType, incoming: readonly (readonly [Value, Block])[]): Value {
    return this.emit({ op: "phi", type, incoming }, type);
  }
  extract(aggregate: Value, index: number): Value {
    if (aggregate.kind === "aggregate") return aggregate.elements[index]!;
    if (aggregate.type.kind !== "struct") throw new Error("extract from a value that is no struct");
    return this.emit({ op: "extract", aggregate, index }, aggregate.type.elements[index]!);
  }
  insert(aggregate: Value, value: Value, index: number): Value {
    return this.emit({ op: "insert", aggregate, value, index }, aggregate.type);
  }
  /** A struct value of its elements. */
  pack(elements: readonly Value[]): Value {
    let result: Value = { kind: "poison", type: struct(elements.map((e) => e.type)) };
    elements.forEach((e, i) => {
      result = this.insert(result, e, i);
    });
    return result;
  }
  rmw(operator: RmwOp, cell: Value, value: Value, ordering: Ordering, align: number): Value {
    return this.emit({ op: "rmw", operator, cell, value, ordering, align }, value.type);
  }
  cmpxchg(
    cell: Value,
    expected: Value,
    desired: Value,
    success: Ordering,
    failure: Ordering,
    align: number,
  ): Value {
    return this.emit(
      { op: "cmpxchg", cell, expected, desired, success, failure, align },
      struct([expected.type, I1]),
    );
  }
  fence(ordering: Ordering): void {
    this.emit({ op: "fence", ordering }, VOID);
  }
  declareVariable(storage: Value, variable: MetadataRef): void {
    this.emit({ op: "declareVariable", storage, variable }, VOID);
  }

  br(to: Block): void {
    this.end({ op: "br", to });
  }
  condbr(test: Value, then: Block, otherwise: Block, notes: readonly Note[] = []): void {
    this.end({ op: "condbr", test, then, otherwise, notes });
  }
  switch(subject: Value, fallback: Block, cases: readonly (readonly [bigint, Block])[]): void {
    this.end({ op: "switch", subject, fallback, cases });
  }
  ret(value: Value | null): void {
    this.end({ op: "ret", value });
  }
  unreachable(): void {
    this.end({ op: "unreachable" });
  }
}
