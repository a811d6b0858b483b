/**
 * What is read out of ACPI byte code (AML; ACPI 6.5, chapter 20) without running it.
 *
 * Two objects are constants in practice and can be found by their encoding: the `\_S5` package, which holds the number
 * to write for soft-off, and the resources of virtio-mmio devices (`_HID` "LNRO0005", as QEMU's microvm writes them). A
 * table that computes either in a method is not understood; nothing is then found.
 */
import { LONGEST_WINDOW, type MmioWindow, SHORTEST_WINDOW } from "../mmio/window.ts";
import { field8, field16, field32 } from "./table.ts";

const ZERO_OP: u8 = 0x00;
const ONE_OP: u8 = 0x01;
const NAME_OP: u8 = 0x08;
const BYTE_PREFIX: u8 = 0x0a;
const WORD_PREFIX: u8 = 0x0b;
const STRING_PREFIX: u8 = 0x0d;
const BUFFER_OP: u8 = 0x11;
const PACKAGE_OP: u8 = 0x12;
const ROOT_CHAR: u8 = 0x5c;

/** Names are four bytes: as numbers in memory order. */
const NAME_S5: u32 = 0x5f35535f;
const NAME_CRS: u32 = 0x5352435f;
const NAME_HID: u32 = 0x4449485f;
/** "LNRO" and "0005". */
const ID_LOW: u32 = 0x4f524e4c;
const ID_HIGH: u32 = 0x35303030;

/** Bytes that a package length takes: one, and as many more as its top two bits say (section 20.2.4). */
function packageLengthBytes(lead: u8): u64 {
  return 1 + u64(lead >> 6);
}

/** [value, bytes taken] of a small integer constant; 0 bytes when it is something else. */
function smallInteger(code: Slice<u8>, at: u64): [u32, u64] {
  const op = field8(code, at);
  if (op === ZERO_OP || op === ONE_OP) return [u32(op), 1];
  if (op === BYTE_PREFIX) return [u32(field8(code, at + 1)), 2];
  if (op === WORD_PREFIX) return [u32(field16(code, at + 1)), 3];
  return [0, 0];
}

/** SLP_TYPa of soft-off: the first element of `Name(\_S5, Package...)`. -1 when there is none. */
export function findSoftOffType(code: Slice<u8>): i32 {
  for (let at: u64 = 1; at + 8 < code.length; at++) {
    if (field32(code, at) !== NAME_S5 || field8(code, at + 4) !== PACKAGE_OP) continue;
    const before = field8(code, at - 1);
    if (before !== NAME_OP && before !== ROOT_CHAR) continue;
    const elements = at + 5 + packageLengthBytes(field8(code, at + 5)) + 1;
    const [value, taken] = smallInteger(code, elements);
    if (taken !== 0 && value < 8) return i32(value);
  }
  return -1;
}

const SMALL_END_TAG: u8 = 0x0f;
const LARGE_MEMORY32_FIXED: u8 = 0x86;
const LARGE_EXTENDED_INTERRUPT: u8 = 0x89;

/** Reads a resource template (section 6.4): the first fixed memory range and the first interrupt. */
function readResources(template: Slice<u8>, into: MmioWindow): boolean {
  let hasMemory = false;
  let hasInterrupt = false;
  let at: u64 = 0;
  while (at < template.length) {
    const tag = field8(template, at);
    if ((tag & 0x80) === 0) {
      if (tag >> 3 === SMALL_END_TAG) break;
      at += 1 + u64(tag & 7);
      continue;
    }
    const length = u64(field16(template, at + 1));
    if (at + 3 + length > template.length) return false;
    if (tag === LARGE_MEMORY32_FIXED && length >= 9 && !hasMemory) {
      into.base = u64(field32(template, at + 4));
      into.length = u64(field32(template, at + 8));
      hasMemory = true;
    }
    if (tag === LARGE_EXTENDED_INTERRUPT && length >= 6 && field8(template, at + 4) > 0 && !hasInterrupt) {
      into.interruptLine = field32(template, at + 5);
      hasInterrupt = true;
    }
    at += 3 + length;
  }
  return hasMemory && hasInterrupt && into.length >= SHORTEST_WINDOW && into.length <= LONGEST_WINDOW;
}

/** True when `Name(_HID, "LNRO0005")` has its string at `at`. */
function isVirtioId(code: Slice<u8>, at: u64): boolean {
  return (
    field8(code, at) === STRING_PREFIX &&
    field32(code, at + 1) === ID_LOW &&
    field32(code, at + 5) === ID_HIGH &&
    field8(code, at + 9) === 0 &&
    at >= 4 &&
    field32(code, at - 4) === NAME_HID
  );
}

/** The resource template that follows at `at`, after its name; null when it is not a constant buffer. */
function constantBuffer(code: Slice<u8>, at: u64): Slice<u8> | null {
  if (field8(code, at) !== BUFFER_OP) return null;
  const sizeAt = at + 1 + packageLengthBytes(field8(code, at + 1));
  const [size, taken] = smallInteger(code, sizeAt);
  const start = sizeAt + taken;
  if (taken === 0 || start > code.length || u64(size) > code.length - start) return null;
  return code.subslice(start, start + u64(size));
}

/**
 * The next virtio-mmio device in byte code at or after `start`: [true, where to go on] with `into` filled in, or
 * [false, the end].
 */
export function nextVirtioDevice(code: Slice<u8>, start: u64, into: MmioWindow): [boolean, u64] {
  let inDevice = false;
  for (let at = start; at + 4 < code.length; at++) {
    if (isVirtioId(code, at)) inDevice = true;
    else if (inDevice && field32(code, at) === NAME_CRS) {
      inDevice = false;
      const template = constantBuffer(code, at + 4);
      if (template !== null && readResources(template, into)) return [true, at + 4];
    }
  }
  return [false, code.length];
}
