/** Unwinding by hand-made tables: the forms that compilers, PLT entries and signal trampolines use, and damaged ones. */

import { ByteReader } from "../lib/bytereader.ts";
import { expect, failures } from "../lib/host/testing.ts";
import { Step, stepBySearch, stepByTables } from "./ehframe.ts";
import { Dwarf, FrameValues } from "./frametypes.ts";

/** Memory of a pretended program: one window of 4 KiB at BASE. */
const BASE: u64 = 0x40_0000;
let window!: FixedArray<u8, 4096>;

class WindowReader extends ByteReader {
  protected override fetch(address: u64, to: u64, n: u64): boolean {
    if (address < BASE || n > 4096 || address - BASE > 4096 - n) return false;
    copyBytes(to, window.ptr.addr + (address - BASE), n);
    return true;
  }
}
const reader = new WindowReader();

/** Whether the frames are found without the search table. */
let searches = false;
let at: u64 = 0;
function byte(value: u8): void {
  window[at++] = value;
}
function bytes(values: readonly u8[]): void {
  for (const value of values) byte(value);
}
function word(value: u32): void {
  storeUnaligned<u32>(window.ptr.addr + at, value);
  at += 4;
}
function put64(address: u64, value: u64): void {
  storeUnaligned<u64>(window.ptr.addr + (address - BASE), value);
}

/** Offsets in the window. */
const TABLE: u64 = 0x000;
const FRAMES: u64 = 0x100;
const CODE: u64 = 0x800;
const STACK: u64 = BASE + 0xc00;

/** A CIE as gcc writes it: "zR", CFA = rsp + 8, return address at CFA - 8. Its offset. */
function commonHeader(augmentation: u8): u64 {
  const start = at;
  word(0);
  word(0);
  byte(1);
  byte(0x7a);
  byte(0x52);
  if (augmentation !== 0) byte(augmentation);
  bytes([0, 1, 0x78, 16, 1, 0x1b]);
  bytes([0x0c, 7, 8, 0x90, 1]);
  while ((at - start) % 8 !== 4) byte(0);
  storeUnaligned<u32>(window.ptr.addr + start, u32(at - start - 4));
  return start;
}

/** An FDE over [begin, begin + size) of the code, with the given instructions. Its offset. */
function entry(header: u64, begin: u64, size: u64, program: readonly u8[]): u64 {
  const start = at;
  word(0);
  word(u32(at - header));
  word(u32(CODE + begin) - u32(at));
  word(u32(size));
  byte(0);
  bytes(program);
  while ((at - start) % 8 !== 4) byte(0);
  storeUnaligned<u32>(window.ptr.addr + start, u32(at - start - 4));
  return start;
}

/** push rbp; mov rbp, rsp; push rbx ... leave; ret, with the states between remembered. */
const FRAME_POINTER: readonly u8[] = [
  0x41,
  0x0e,
  16,
  0x86,
  2, // advance 1: CFA = rsp + 16, rbp at CFA - 16
  0x43,
  0x0d,
  6, // advance 3: CFA in rbp
  0x44,
  0x83,
  3, // advance 4: rbx at CFA - 24
  0x0a, // remember
  0x02,
  0x20,
  0x0c,
  7,
  8,
  0xc6,
  0xc3, // advance 32: CFA = rsp + 8, rbp and rbx as before
  0x41,
  0x0b, // advance 1: as remembered
];
/** A PLT entry: CFA = rsp + 8 + ((rip & 15) >= 11) * 8. */
const PLT: readonly u8[] = [0x0f, 11, 0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22];
/** A signal trampoline: CFA and registers by expressions from rsp. */
const SIGNAL: readonly u8[] = [
  0x0f,
  4,
  0x77,
  0xa0,
  1,
  0x06, // CFA = [rsp + 160]
  0x10,
  6,
  3,
  0x77,
  0xf8,
  0, // rbp at rsp + 120
  0x10,
  16,
  3,
  0x77,
  0xa8,
  1, // rip at rsp + 168
];
/** An outermost function: the return address is undefined. */
const OUTERMOST: readonly u8[] = [0x07, 16];
/** An instruction that does not exist. */
const DAMAGED: readonly u8[] = [0x3f];
/** An expression that jumps back for ever. */
const ENDLESS: readonly u8[] = [0x0f, 3, 0x2f, 0xfd, 0xff];
/** One that takes from an empty stack. */
const UNDERFLOW: readonly u8[] = [0x0f, 2, 0x13, 0x22];

function makeTables(): void {
  at = FRAMES;
  const plain = commonHeader(0);
  const signal = commonHeader(0x53);
  const table: readonly u32[] = [0, 64, 128, 192, 256, 320, 384];
  let entries!: FixedArray<u64, 7>;
  entries[0] = entry(plain, 0, 60, FRAME_POINTER);
  entries[1] = entry(plain, 64, 64, PLT);
  entries[2] = entry(signal, 128, 16, SIGNAL);
  entries[3] = entry(plain, 192, 32, OUTERMOST);
  entries[4] = entry(plain, 256, 32, DAMAGED);
  entries[5] = entry(plain, 320, 32, ENDLESS);
  entries[6] = entry(plain, 384, 32, UNDERFLOW);
  at = TABLE;
  bytes([1, 0x1b, 0x03, 0x3b]);
  word(u32(FRAMES) - u32(at));
  word(7);
  for (let i: u64 = 0; i < 7; i++) {
    word(u32(CODE) + table[i] - u32(TABLE));
    word(u32(entries[i]) - u32(TABLE));
  }
}

function step(place: u64, frame: FrameValues): u32 {
  reader.failed = false;
  if (searches) return stepBySearch(reader, BASE + FRAMES, CODE - FRAMES, BASE + CODE + place, frame);
  return stepByTables(reader, BASE + TABLE, BASE + CODE + place, frame);
}

function fresh(frame: FrameValues): void {
  frame.values[Dwarf.rsp] = STACK;
  frame.values[Dwarf.rbp] = 0x1111;
  frame.values[Dwarf.rbx] = 0x2222;
}

function testFramePointer(frame: FrameValues): void {
  // At the first instruction the return address is on top of the stack.
  fresh(frame);
  put64(STACK, 0x7001);
  expect(step(0, frame) === Step.done && frame.values[16] === 0x7001, "entry");
  expect(frame.values[Dwarf.rsp] === STACK + 8 && frame.values[Dwarf.rbp] === 0x1111, "and its registers");
  // In the body everything hangs on rbp.
  for (let place: u64 = 8; place < 40; place += 31) {
    fresh(frame);
    frame.values[Dwarf.rbp] = STACK + 64;
    put64(STACK + 56, 0x3333);
    put64(STACK + 64, 0x4444);
    put64(STACK + 72, 0x7002);
    expect(step(place, frame) === Step.done && frame.values[16] === 0x7002, "body");
    expect(frame.values[Dwarf.rbp] === 0x4444 && frame.values[Dwarf.rbx] === 0x3333, "saved registers");
    expect(frame.values[Dwarf.rsp] === STACK + 80, "its CFA");
  }
  // Behind `leave`, before `ret`; then the remembered state again.
  fresh(frame);
  expect(
    step(40, frame) === Step.done && frame.values[16] === 0x7001 && frame.values[Dwarf.rbx] === 0x2222,
    "epilogue",
  );
  fresh(frame);
  frame.values[Dwarf.rbp] = STACK + 64;
  expect(step(41, frame) === Step.done && frame.values[16] === 0x7002, "remembered");
}

function testOthers(frame: FrameValues): void {
  fresh(frame);
  put64(STACK + 8, 0x7003);
  frame.values[16] = BASE + CODE + 64;
  expect(step(64, frame) === Step.done && frame.values[16] === 0x7001, "PLT before its push");
  fresh(frame);
  frame.values[16] = BASE + CODE + 64 + 11;
  expect(step(75, frame) === Step.done && frame.values[16] === 0x7003, "and behind it");
  fresh(frame);
  put64(STACK + 120, 0x5555);
  put64(STACK + 160, 0x6666_0000);
  put64(STACK + 168, 0x7004);
  expect(step(128, frame) === Step.doneAtSignal && frame.values[16] === 0x7004, "signal frame");
  expect(frame.values[Dwarf.rsp] === 0x6666_0000 && frame.values[Dwarf.rbp] === 0x5555, "and its registers");
  fresh(frame);
  expect(step(200, frame) === Step.end, "outermost");
  expect(step(62, frame) === Step.unknown && step(100000, frame) === Step.unknown, "between functions");
  expect(step(256, frame) === Step.failed, "a damaged program");
  expect(step(320, frame) === Step.failed, "an endless expression");
  expect(step(384, frame) === Step.failed, "an empty stack");
  expect(frame.values[Dwarf.rsp] === STACK, "a failed step changes nothing");
  frame.values[Dwarf.rsp] = 0xffff_ffff_ffff_fff8;
  expect(step(0, frame) === Step.failed, "a stack that is not there");
  reader.failed = false;
  expect(stepByTables(reader, BASE + 4000, BASE + CODE, frame) === Step.unknown, "no tables");
}

/** Whatever a byte of the tables is changed to, a step comes to an end. */
function testDamage(frame: FrameValues): void {
  let seed: u64 = 0x1357_9bdf_2468_ace1;
  for (let i: u32 = 0; i < 20000; i++) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    const place = seed % 0x300;
    const before = window[place];
    window[place] = u8(seed >> 32);
    fresh(frame);
    frame.values[Dwarf.rbp] = STACK + 64;
    expect(step((seed >> 40) % 420, frame) <= Step.end, "an outcome");
    window[place] = before;
  }
}

export function main(): i32 {
  makeTables();
  const frame = new FrameValues();
  for (let form: u32 = 0; form < 2; form++) {
    searches = form === 1;
    testFramePointer(frame);
    testOthers(frame);
    testDamage(frame);
    testFramePointer(frame);
  }
  return failures() === 0 ? 0 : 1;
}
