/**
 * One step up the stack by the tables of .eh_frame, found through .eh_frame_hdr (LSB 5.0 core, sections 10.6, 10.7).
 *
 * Pure: memory is read through a ByteReader, so that tests can run it on their own tables. Nothing in the tables is
 * trusted: every loop is bounded, every read may fail.
 */
import { type ByteReader, Cursor } from "../lib/bytereader.ts";
import { CallFrameMachine, FrameHeader } from "./callframe.ts";
import { evaluate } from "./dwarfexpression.ts";
import { Dwarf, FrameValues, REGISTERS, RuleKind } from "./frametypes.ts";

/** Pointer encodings. */
const ENCODING_OMIT: u8 = 0xff;
const ENCODING_UDATA4: u8 = 0x03;
/** Signed 32 bits relative to the header: what every linker writes into the search table. */
const ENCODING_TABLE: u8 = 0x3b;
const FORMAT_MASK: u8 = 0x0f;
const RELATIVE_MASK: u8 = 0x70;
const RELATIVE_PC: u8 = 0x10;
const RELATIVE_DATA: u8 = 0x30;
const LONGEST_AUGMENTATION: u32 = 16;

/** Outcome of a step. */
export enum Step {
  done = 0,
  /** The frame was a signal handler's: the address is exact, not a return address. */
  doneAtSignal = 1,
  /** No table covers the address. */
  unknown = 2,
  /** The tables or the stack make no sense. */
  failed = 3,
  /** The outermost frame: its return address is undefined. */
  end = 4,
}

const machine = new CallFrameMachine();
const header = new FrameHeader();
const caller = new FrameValues();

/** A pointer in the given encoding; `data` is what data-relative ones are relative to. */
function readPointer(cursor: Cursor, encoding: u8, data: u64): u64 {
  const at = cursor.at;
  let value: u64 = 0;
  switch (encoding & FORMAT_MASK) {
    case 0x00:
    case 0x04:
    case 0x0c:
      value = cursor.u64();
      break;
    case 0x01:
      value = cursor.uleb();
      break;
    case 0x02:
      value = u64(cursor.u16());
      break;
    case 0x03:
      value = u64(cursor.u32());
      break;
    case 0x09:
      value = u64(cursor.sleb());
      break;
    case 0x0a:
      value = u64(i64(i16(cursor.u16())));
      break;
    case 0x0b:
      value = u64(i64(i32(cursor.u32())));
      break;
    default:
      cursor.reader.failed = true;
  }
  if ((encoding & RELATIVE_MASK) === RELATIVE_PC) value += at;
  else if ((encoding & RELATIVE_MASK) === RELATIVE_DATA) value += data;
  return value;
}

/** Address of the FDE that may cover `pc`, by binary search in the table at `tables`; 0 when there is none. */
function findEntry(reader: ByteReader, tables: u64, pc: u64): u64 {
  const cursor: Embed<Cursor> = new Cursor(reader, tables);
  const version = cursor.u8();
  const frameEncoding = cursor.u8();
  const countEncoding = cursor.u8();
  const tableEncoding = cursor.u8();
  if (version !== 1 || tableEncoding !== ENCODING_TABLE || countEncoding !== ENCODING_UDATA4) return 0;
  readPointer(cursor, frameEncoding, tables);
  const count = u64(cursor.u32());
  if (reader.failed) return 0;
  let low: u64 = 0;
  let high = count;
  // Invariant: entries below `low` begin at or before pc, those from `high` on behind it.
  while (low < high) {
    const middle = (low + high) / 2;
    const begin = tables + u64(i64(i32(reader.u32(cursor.at + middle * 8))));
    if (reader.failed) return 0;
    if (begin <= pc) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 0;
  return tables + u64(i64(i32(reader.u32(cursor.at + (low - 1) * 8 + 4))));
}

/** Reads the CIE at `address` into `header`. */
function readHeader(reader: ByteReader, address: u64): boolean {
  const cursor: Embed<Cursor> = new Cursor(reader, address);
  const length = cursor.u32();
  if (length === 0 || length >= 0xffff_fff0) return false;
  header.end = cursor.at + u64(length);
  if (cursor.u32() !== 0) return false;
  const version = cursor.u8();
  if (version !== 1 && version !== 3) return false;
  const augmentation = cursor.at;
  let letters: u32 = 0;
  while (cursor.u8() !== 0 && !reader.failed) if (++letters > LONGEST_AUGMENTATION) return false;
  header.codeAlign = cursor.uleb();
  header.dataAlign = cursor.sleb();
  header.returnRegister = version === 1 ? u64(cursor.u8()) : cursor.uleb();
  header.pointerEncoding = 0;
  header.isSignalFrame = false;
  header.hasAugmentation = false;
  let start: u64 = 0;
  for (let i: u64 = 0; i < u64(letters); i++) {
    const letter = reader.u8(augmentation + i);
    if (letter === 0x7a) {
      // z: a length, then the data of the letters that follow
      const size = cursor.uleb();
      start = cursor.at + size;
      header.hasAugmentation = true;
    } else if (letter === 0x52) {
      header.pointerEncoding = cursor.u8(); // R
    } else if (letter === 0x50) {
      const encoding = cursor.u8(); // P: the personality routine
      if (encoding !== ENCODING_OMIT) readPointer(cursor, encoding, 0);
    } else if (letter === 0x4c) {
      cursor.u8(); // L
    } else if (letter === 0x53) {
      header.isSignalFrame = true; // S
    } else if (letter !== 0x42) {
      return false;
    }
  }
  header.start = header.hasAugmentation ? start : cursor.at;
  return !reader.failed && header.returnRegister < REGISTERS && header.start <= header.end;
}

/** The FDE being looked at: what `readEntry` found. */
class Entry {
  begin: u64 = 0;
  size: u64 = 0;
  /** Its instructions. */
  start: u64 = 0;
  end: u64 = 0;
  /** Its CIE, which `header` holds when it is the last that was read. */
  headerAddress: u64 = 0;
}
const entry = new Entry();

/** Reads the FDE at `address` into `entry`, its CIE into `header`. */
function readEntry(reader: ByteReader, address: u64, data: u64): boolean {
  const cursor: Embed<Cursor> = new Cursor(reader, address);
  const length = cursor.u32();
  if (length === 0 || length >= 0xffff_fff0) return false;
  entry.end = cursor.at + u64(length);
  const distanceAt = cursor.at;
  const distance = cursor.u32();
  const headerAddress = distanceAt - u64(distance);
  if (distance === 0) return false;
  if (headerAddress !== entry.headerAddress) {
    entry.headerAddress = 0;
    if (!readHeader(reader, headerAddress)) return false;
    entry.headerAddress = headerAddress;
  }
  entry.begin = readPointer(cursor, header.pointerEncoding, data);
  entry.size = readPointer(cursor, header.pointerEncoding & FORMAT_MASK, 0);
  if (header.hasAugmentation) {
    const skipped = cursor.uleb();
    cursor.at += skipped;
  }
  entry.start = cursor.at;
  return !reader.failed;
}

/**
 * Turns the registers of a frame into those of its caller. `tables` is the address of .eh_frame_hdr, `pc` the address
 * in the code whose rules hold (one before a return address). Returns a Step; the frame is changed only when done.
 */
export function stepByTables(reader: ByteReader, tables: u64, pc: u64, frame: FrameValues): u32 {
  const found = findEntry(reader, tables, pc);
  if (found === 0) return Step.unknown;
  entry.headerAddress = 0;
  if (!readEntry(reader, found, tables)) return Step.failed;
  return stepByEntry(reader, pc, frame);
}

/** As `stepByTables` for a file without .eh_frame_hdr (static programs): looks through all of .eh_frame, `size` bytes at `frames`. */
export function stepBySearch(reader: ByteReader, frames: u64, size: u64, pc: u64, frame: FrameValues): u32 {
  entry.headerAddress = 0;
  let at = frames;
  while (size >= 8 && at - frames <= size - 8) {
    const length = reader.u32(at);
    const id = reader.u32(at + 4);
    if (reader.failed || length === 0 || length >= 0xffff_fff0) return Step.unknown;
    if (id !== 0) {
      if (!readEntry(reader, at, 0)) return Step.failed;
      if (pc >= entry.begin && pc - entry.begin < entry.size) return stepByEntry(reader, pc, frame);
    }
    at += 4 + u64(length);
  }
  return Step.unknown;
}

function stepByEntry(reader: ByteReader, pc: u64, frame: FrameValues): u32 {
  if (pc < entry.begin || pc - entry.begin >= entry.size) return Step.unknown;
  if (!machine.run(reader, header, entry.begin, entry.start, entry.end, pc)) return Step.failed;
  return applyRules(reader, frame);
}

function applyRules(reader: ByteReader, frame: FrameValues): u32 {
  const rules = machine.current;
  let cfa = frame.get(rules.cfaRegister) + rules.cfaOffset;
  if (rules.cfaExpression !== 0) {
    const [value, good] = evaluate(reader, rules.cfaExpression, frame, 0);
    if (!good) return Step.failed;
    cfa = value;
  }
  for (let i: u64 = 0; i < REGISTERS; i++) {
    const rule = rules.rules[i];
    let value = frame.values[i];
    if (rule.kind === RuleKind.undefined) {
      if (i === header.returnRegister) return Step.end;
    } else if (rule.kind === RuleKind.offset) {
      value = reader.u64(cfa + rule.value);
    } else if (rule.kind === RuleKind.valueOffset) {
      value = cfa + rule.value;
    } else if (rule.kind === RuleKind.register) {
      value = frame.get(rule.value);
    } else if (rule.kind === RuleKind.expression || rule.kind === RuleKind.valueExpression) {
      const [result, good] = evaluate(reader, rule.value, frame, cfa);
      if (!good) return Step.failed;
      value = rule.kind === RuleKind.expression ? reader.u64(result) : result;
    } else if (i === Dwarf.rsp) {
      value = cfa;
    }
    caller.values[i] = value;
  }
  if (reader.failed) return Step.failed;
  // Nothing said of the return address, or a frame that is its own caller: no way up.
  if (rules.rules[header.returnRegister].kind === RuleKind.same) return Step.failed;
  caller.values[Dwarf.returnAddress] = caller.values[header.returnRegister];
  copyBytes(frame.values.ptr.addr, caller.values.ptr.addr, REGISTERS * 8);
  return header.isSignalFrame ? Step.doneAtSignal : Step.done;
}
