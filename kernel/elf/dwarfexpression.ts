/**
 * DWARF expressions (DWARF 5, section 2.5) as they occur in unwind tables: PLT entries and signal frames.
 *
 * Untrusted input: the stack is bounded, the number of steps too, and what is not known ends the evaluation.
 */
import { type ByteReader, Cursor } from "../lib/bytereader.ts";
import type { FrameValues } from "./frametypes.ts";

const STACK_WORDS: u64 = 32;
const MAX_STEPS: u32 = 1000;

class Machine {
  private words!: FixedArray<u64, 32>;
  depth: u64 = 0;
  failed: boolean = false;

  push(value: u64): void {
    if (this.depth === STACK_WORDS) this.failed = true;
    else this.words[this.depth++] = value;
  }
  pop(): u64 {
    if (this.depth === 0) {
      this.failed = true;
      return 0;
    }
    return this.words[--this.depth];
  }
  /** The word `n` below the top. */
  peek(n: u64): u64 {
    if (n < this.depth) return this.words[this.depth - 1 - n];
    this.failed = true;
    return 0;
  }
}

/** Evaluates the expression at `address`, whose ULEB128 length precedes its operations, with `initial` on the stack. */
export function evaluate(reader: ByteReader, address: u64, frame: FrameValues, initial: u64): [u64, boolean] {
  const cursor: Embed<Cursor> = new Cursor(reader, address);
  const length = cursor.uleb();
  const start = cursor.at;
  const machine: Embed<Machine> = new Machine();
  machine.push(initial);
  let steps: u32 = 0;
  while (cursor.at - start < length) {
    if (++steps > MAX_STEPS || machine.failed || reader.failed) return [0, false];
    const op = cursor.u8();
    if (op >= 0x30 && op <= 0x4f) machine.push(u64(op) - 0x30);
    else if (op >= 0x70 && op <= 0x8f) machine.push(frame.get(u64(op) - 0x70) + u64(cursor.sleb()));
    else if (op >= 0x12 && op <= 0x17) shuffle(machine, op, cursor);
    else if (op >= 0x1a && op <= 0x2e && op !== 0x1f && op !== 0x20 && op !== 0x23 && op !== 0x28)
      binary(machine, op);
    else if (!other(machine, op, cursor, frame)) return [0, false];
  }
  const result = machine.pop();
  return [result, !machine.failed && !reader.failed];
}

/** DW_OP_dup to DW_OP_rot. */
function shuffle(machine: Machine, op: u8, cursor: Cursor): void {
  switch (op) {
    case 0x12: // dup
      machine.push(machine.peek(0));
      break;
    case 0x13: // drop
      machine.pop();
      break;
    case 0x14: // over
      machine.push(machine.peek(1));
      break;
    case 0x15: // pick
      machine.push(machine.peek(u64(cursor.u8())));
      break;
    case 0x16: {
      // swap
      const a = machine.pop();
      const b = machine.pop();
      machine.push(a);
      machine.push(b);
      break;
    }
    default: {
      // rot: the top becomes the third
      const a = machine.pop();
      const b = machine.pop();
      const c = machine.pop();
      machine.push(a);
      machine.push(c);
      machine.push(b);
    }
  }
}

/** Operations on the two topmost words. */
function binary(machine: Machine, op: u8): void {
  const b = machine.pop();
  const a = machine.pop();
  switch (op) {
    case 0x1a:
      machine.push(a & b);
      break;
    case 0x1b: // div, signed
      if (b === 0 || (a === 0x8000_0000_0000_0000 && b === 0xffff_ffff_ffff_ffff)) machine.failed = true;
      else machine.push(u64(i64(a) / i64(b)));
      break;
    case 0x1c:
      machine.push(a - b);
      break;
    case 0x1d:
      if (b === 0) machine.failed = true;
      else machine.push(a % b);
      break;
    case 0x1e:
      machine.push(a * b);
      break;
    case 0x21:
      machine.push(a | b);
      break;
    case 0x22:
      machine.push(a + b);
      break;
    case 0x24:
      machine.push(b > 63 ? u64(0) : a << b);
      break;
    case 0x25:
      machine.push(b > 63 ? u64(0) : a >> b);
      break;
    case 0x26:
      machine.push(u64(i64(a) >> i64(min(b, 63))));
      break;
    case 0x27:
      machine.push(a ^ b);
      break;
    case 0x29:
      machine.push(u64(a === b));
      break;
    case 0x2a:
      machine.push(u64(i64(a) >= i64(b)));
      break;
    case 0x2b:
      machine.push(u64(i64(a) > i64(b)));
      break;
    case 0x2c:
      machine.push(u64(i64(a) <= i64(b)));
      break;
    case 0x2d:
      machine.push(u64(i64(a) < i64(b)));
      break;
    default: // 0x2e
      machine.push(u64(a !== b));
  }
}

/** Constants, memory, jumps. False for what is not known. */
function other(machine: Machine, op: u8, cursor: Cursor, frame: FrameValues): boolean {
  const reader = cursor.reader;
  switch (op) {
    case 0x03: // addr
    case 0x0e: // const8u
    case 0x0f: // const8s
      machine.push(cursor.u64());
      break;
    case 0x06: // deref
      machine.push(reader.u64(machine.pop()));
      break;
    case 0x08:
      machine.push(u64(cursor.u8()));
      break;
    case 0x09:
      machine.push(u64(i64(i8(cursor.u8()))));
      break;
    case 0x0a:
      machine.push(u64(cursor.u16()));
      break;
    case 0x0b:
      machine.push(u64(i64(i16(cursor.u16()))));
      break;
    case 0x0c:
      machine.push(u64(cursor.u32()));
      break;
    case 0x0d:
      machine.push(u64(i64(i32(cursor.u32()))));
      break;
    case 0x10:
      machine.push(cursor.uleb());
      break;
    case 0x11:
      machine.push(u64(cursor.sleb()));
      break;
    case 0x19: {
      // abs
      const value = i64(machine.pop());
      machine.push(u64(value < 0 ? 0 - value : value));
      break;
    }
    case 0x1f:
      machine.push(0 - machine.pop());
      break;
    case 0x20:
      machine.push(~machine.pop());
      break;
    case 0x23: // plus_uconst
      machine.push(machine.pop() + cursor.uleb());
      break;
    case 0x28: {
      // bra
      const distance = u64(i64(i16(cursor.u16())));
      if (machine.pop() !== 0) cursor.at += distance;
      break;
    }
    case 0x2f: {
      // skip
      const distance = u64(i64(i16(cursor.u16())));
      cursor.at += distance;
      break;
    }
    case 0x92: {
      // bregx
      const register = cursor.uleb();
      machine.push(frame.get(register) + u64(cursor.sleb()));
      break;
    }
    case 0x94: {
      // deref_size
      const size = cursor.u8();
      const address = machine.pop();
      if (size === 1) machine.push(u64(reader.u8(address)));
      else if (size === 2) machine.push(u64(reader.u16(address)));
      else if (size === 4) machine.push(u64(reader.u32(address)));
      else if (size === 8) machine.push(reader.u64(address));
      else return false;
      break;
    }
    case 0x96: // nop
      break;
    default:
      return false;
  }
  return true;
}
