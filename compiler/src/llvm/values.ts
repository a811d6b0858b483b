/** Operands: constants, addresses of globals, parameters and results of instructions. */
import { type LType, VOID } from "./types.ts";

export type Value =
  | { readonly kind: "int"; readonly type: LType; readonly value: bigint }
  | { readonly kind: "float"; readonly type: LType; readonly value: number }
  | { readonly kind: "null"; readonly type: LType }
  | { readonly kind: "zero"; readonly type: LType }
  | { readonly kind: "undef"; readonly type: LType }
  | { readonly kind: "poison"; readonly type: LType }
  /** A function's or global's address. */
  | { readonly kind: "global"; readonly type: LType; readonly name: string }
  /** A global seen through another address space: per-CPU access. */
  | { readonly kind: "spaceCast"; readonly type: LType; readonly name: string }
  /** A global's address plus a constant number of bytes. */
  | { readonly kind: "globalOffset"; readonly type: LType; readonly name: string; readonly bytes: number }
  | { readonly kind: "aggregate"; readonly type: LType; readonly elements: readonly Value[] }
  | { readonly kind: "bytes"; readonly type: LType; readonly bytes: Uint8Array }
  | { readonly kind: "register"; readonly type: LType; readonly id: number }
  | {
      readonly kind: "inlineAsm";
      readonly type: LType;
      readonly text: string;
      readonly constraints: string;
      readonly sideEffects: boolean;
    };

export function constInt(type: LType, value: bigint | number): Value {
  return { kind: "int", type, value: BigInt(value) };
}

/** What an expression without a value gives. */
export const NOTHING: Value = { kind: "undef", type: VOID };
