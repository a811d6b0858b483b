/**
 * Call frame instructions (DWARF 5, section 6.4.2): from the program of a CIE and an FDE to the rules that hold at one
 * address of the code.
 */
import { type ByteReader, Cursor } from "../lib/bytereader.ts";
import { RuleKind, RuleSet } from "./frametypes.ts";

const REMEMBERED: u64 = 8;
const MAX_STEPS: u32 = 10000;

/** What the CIE says of all its FDEs. */
export class FrameHeader {
  codeAlign: u64 = 1;
  dataAlign: i64 = 1;
  returnRegister: u64 = 16;
  /** How addresses in FDEs are written (LSB 5.0 core, section 10.5.1). */
  pointerEncoding: u8 = 0;
  hasAugmentation: boolean = false;
  isSignalFrame: boolean = false;
  /** Initial instructions. */
  start: u64 = 0;
  end: u64 = 0;
}

/** Runs call frame programs; `current` holds the rules afterwards. One report at a time: it is too big for a stack. */
export class CallFrameMachine {
  current: Embed<RuleSet> = new RuleSet();
  private initial: Embed<RuleSet> = new RuleSet();
  private remembered!: FixedArray<Embed<RuleSet>, 8>;
  private depth: u64 = 0;

  /** Rules at `pc` for the FDE whose code starts at `begin` and whose instructions are [start, end). False when they make no sense. */
  run(reader: ByteReader, header: FrameHeader, begin: u64, start: u64, end: u64, pc: u64): boolean {
    this.depth = 0;
    fillBytes(addressOf(this.current), 0, sizeOf<RuleSet>());
    if (!this.execute(reader, header, header.start, header.end, 0, 0xffff_ffff_ffff_ffff)) return false;
    this.initial.copyFrom(this.current);
    return this.execute(reader, header, start, end, begin, pc);
  }

  private execute(
    reader: ByteReader,
    header: FrameHeader,
    start: u64,
    end: u64,
    begin: u64,
    pc: u64,
  ): boolean {
    const cursor: Embed<Cursor> = new Cursor(reader, start);
    let location = begin;
    let steps: u32 = 0;
    while (cursor.at < end) {
      if (reader.failed || ++steps > MAX_STEPS) return false;
      const op = cursor.u8();
      const low = u64(op) & 0x3f;
      switch (op >> 6) {
        case 1:
          location += low * header.codeAlign;
          break;
        case 2:
          this.current.set(low, RuleKind.offset, cursor.uleb() * u64(header.dataAlign));
          break;
        case 3:
          this.restore(low);
          break;
        default: {
          const moved = advance(cursor, op, header);
          if (moved >= 0) location += u64(moved);
          else if (!this.extended(cursor, op, header)) return false;
        }
      }
      if (location > pc) return true;
    }
    return !reader.failed;
  }

  private restore(register: u64): void {
    if (register > 16) return;
    const rule = this.initial.rules[register];
    this.current.set(register, rule.kind, rule.value);
  }

  private extended(cursor: Cursor, op: u8, header: FrameHeader): boolean {
    const rules: RuleSet = this.current;
    switch (op) {
      case 0x00: // nop
        return true;
      case 0x06:
        this.restore(cursor.uleb());
        return true;
      case 0x0a: // remember_state
        if (this.depth === REMEMBERED) return false;
        this.remembered[this.depth++].copyFrom(rules);
        return true;
      case 0x0b: // restore_state
        if (this.depth === 0) return false;
        rules.copyFrom(this.remembered[--this.depth]);
        return true;
      case 0x0c: // def_cfa
        rules.cfaRegister = cursor.uleb();
        rules.cfaOffset = cursor.uleb();
        rules.cfaExpression = 0;
        return true;
      case 0x0d:
        rules.cfaRegister = cursor.uleb();
        rules.cfaExpression = 0;
        return true;
      case 0x0e:
        rules.cfaOffset = cursor.uleb();
        return true;
      case 0x0f: // def_cfa_expression
        rules.cfaExpression = cursor.at;
        skipBlock(cursor);
        return true;
      case 0x12: // def_cfa_sf
        rules.cfaRegister = cursor.uleb();
        rules.cfaOffset = u64(cursor.sleb() * header.dataAlign);
        rules.cfaExpression = 0;
        return true;
      case 0x13:
        rules.cfaOffset = u64(cursor.sleb() * header.dataAlign);
        return true;
      case 0x2e: // GNU_args_size
        cursor.uleb();
        return true;
      default:
        return ruleOf(rules, cursor, op, header);
    }
  }
}

/** DW_CFA_advance_loc1, 2, 4: how far the location moves; -1 for another instruction. */
function advance(cursor: Cursor, op: u8, header: FrameHeader): i64 {
  if (op === 0x02) return i64(u64(cursor.u8()) * header.codeAlign);
  if (op === 0x03) return i64(u64(cursor.u16()) * header.codeAlign);
  if (op === 0x04) return i64(u64(cursor.u32()) * header.codeAlign);
  return -1;
}

/** Instructions that name a register and its rule. */
function ruleOf(rules: RuleSet, cursor: Cursor, op: u8, header: FrameHeader): boolean {
  const scale = u64(header.dataAlign);
  const register = cursor.uleb();
  switch (op) {
    case 0x05:
      rules.set(register, RuleKind.offset, cursor.uleb() * scale);
      return true;
    case 0x07:
      rules.set(register, RuleKind.undefined, 0);
      return true;
    case 0x08:
      rules.set(register, RuleKind.same, 0);
      return true;
    case 0x09:
      rules.set(register, RuleKind.register, cursor.uleb());
      return true;
    case 0x10:
      rules.set(register, RuleKind.expression, cursor.at);
      skipBlock(cursor);
      return true;
    case 0x11:
      rules.set(register, RuleKind.offset, u64(cursor.sleb()) * scale);
      return true;
    case 0x14:
      rules.set(register, RuleKind.valueOffset, cursor.uleb() * scale);
      return true;
    case 0x15:
      rules.set(register, RuleKind.valueOffset, u64(cursor.sleb()) * scale);
      return true;
    case 0x16:
      rules.set(register, RuleKind.valueExpression, cursor.at);
      skipBlock(cursor);
      return true;
    case 0x2f: // GNU_negative_offset_extended
      rules.set(register, RuleKind.offset, 0 - cursor.uleb() * scale);
      return true;
    default:
      return false;
  }
}

function skipBlock(cursor: Cursor): void {
  const length = cursor.uleb();
  cursor.at += length;
}
