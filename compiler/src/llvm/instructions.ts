/** Instructions as data (LangRef, "Instruction Reference"). Only printer.ts knows how they are written. */
import type { MetadataRef } from "./metadata.ts";
import type { LType } from "./types.ts";
import type { Value } from "./values.ts";

export type BinaryOp =
  | "add"
  | "sub"
  | "mul"
  | "udiv"
  | "sdiv"
  | "urem"
  | "srem"
  | "and"
  | "or"
  | "xor"
  | "shl"
  | "lshr"
  | "ashr"
  | "fadd"
  | "fsub"
  | "fmul"
  | "fdiv"
  | "frem";
export type IntPredicate = "eq" | "ne" | "ult" | "ule" | "ugt" | "uge" | "slt" | "sle" | "sgt" | "sge";
export type FloatPredicate = "oeq" | "une" | "olt" | "ole" | "ogt" | "oge";
export type CastOp =
  | "trunc"
  | "zext"
  | "sext"
  | "fptrunc"
  | "fpext"
  | "uitofp"
  | "sitofp"
  | "bitcast"
  | "ptrtoint"
  | "inttoptr"
  | "addrspacecast";
export type Ordering = "monotonic" | "acquire" | "release" | "acq_rel" | "seq_cst";
export type RmwOp = "xchg" | "add" | "sub" | "and" | "or" | "xor";

export interface Block {
  readonly id: number;
  readonly instructions: Instruction[];
}
/** Attributes of one argument or of the result, as keywords: `noundef`, `zeroext`. */
export type ArgumentAttributes = readonly string[];

export type Instruction = { readonly result: number | null; readonly dbg: MetadataRef | null } & (
  | { readonly op: "binary"; readonly operator: BinaryOp; readonly left: Value; readonly right: Value }
  | { readonly op: "icmp"; readonly predicate: IntPredicate; readonly left: Value; readonly right: Value }
  | { readonly op: "fcmp"; readonly predicate: FloatPredicate; readonly left: Value; readonly right: Value }
  | { readonly op: "fneg"; readonly operand: Value }
  | { readonly op: "cast"; readonly operator: CastOp; readonly operand: Value; readonly to: LType }
  | {
      readonly op: "load";
      readonly type: LType;
      readonly from: Value;
      readonly align: number;
      readonly volatile: boolean;
      readonly ordering: Ordering | null;
      readonly notes: readonly Note[];
    }
  | {
      readonly op: "store";
      readonly value: Value;
      readonly to: Value;
      readonly align: number;
      readonly volatile: boolean;
      readonly ordering: Ordering | null;
      readonly notes: readonly Note[];
    }
  | {
      readonly op: "gep";
      readonly base: Value;
      readonly element: LType;
      readonly index: Value;
      readonly inbounds: boolean;
    }
  | { readonly op: "alloca"; readonly type: LType; readonly align: number }
  | {
      readonly op: "call";
      readonly callee: Value;
      readonly type: LType;
      readonly args: readonly Value[];
      readonly resultAttributes: ArgumentAttributes;
      readonly argAttributes: readonly ArgumentAttributes[];
      readonly attributes: readonly string[];
    }
  | { readonly op: "select"; readonly test: Value; readonly then: Value; readonly otherwise: Value }
  | { readonly op: "phi"; readonly type: LType; readonly incoming: readonly (readonly [Value, Block])[] }
  | { readonly op: "extract"; readonly aggregate: Value; readonly index: number }
  | { readonly op: "insert"; readonly aggregate: Value; readonly value: Value; readonly index: number }
  | {
      readonly op: "rmw";
      readonly operator: RmwOp;
      readonly cell: Value;
      readonly value: Value;
      readonly ordering: Ordering;
      readonly align: number;
    }
  | {
      readonly op: "cmpxchg";
      readonly cell: Value;
      readonly expected: Value;
      readonly desired: Value;
      readonly success: Ordering;
      readonly failure: Ordering;
      readonly align: number;
    }
  | { readonly op: "fence"; readonly ordering: Ordering }
  | { readonly op: "declareVariable"; readonly storage: Value; readonly variable: MetadataRef }
  | { readonly op: "br"; readonly to: Block }
  | {
      readonly op: "condbr";
      readonly test: Value;
      readonly then: Block;
      readonly otherwise: Block;
      readonly notes: readonly Note[];
    }
  | {
      readonly op: "switch";
      readonly subject: Value;
      readonly fallback: Block;
      readonly cases: readonly (readonly [bigint, Block])[];
    }
  | { readonly op: "ret"; readonly value: Value | null }
  | { readonly op: "unreachable" }
);
/** An attached metadata node: `!tbaa !3`. */
export interface Note {
  readonly name: string;
  readonly ref: MetadataRef;
}
