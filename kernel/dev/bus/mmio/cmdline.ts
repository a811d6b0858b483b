/**
 * Devices on the kernel's command line: `virtio_mmio.device=SIZE@BASE:LINE[:ID]`, the word that QEMU's microvm and
 * Firecracker add for each device (Linux, Documentation/admin-guide/kernel-parameters.txt).
 *
 * SIZE may end in K, M or G; numbers are decimal, octal (0...) or hexadecimal (0x...).
 */
import { LONGEST_WINDOW, type MmioWindow, SHORTEST_WINDOW } from "./window.ts";

const PREFIX = "virtio_mmio.device=";
const SPACE: u8 = 32;
const CHAR_0: u8 = 48;
const CHAR_9: u8 = 57;
const CHAR_COLON: u8 = 58;
const CHAR_AT: u8 = 64;
const CHAR_A: u8 = 65;
const CHAR_F: u8 = 70;
const CHAR_G: u8 = 71;
const CHAR_K: u8 = 75;
const CHAR_M: u8 = 77;
const CHAR_X: u8 = 88;
const LOWER_CASE: u8 = 32;

/** Value of a digit in `base`, or 255. */
function digitOf(byte: u8, base: u64): u8 {
  let value: u8 = 255;
  const upper = byte & ~LOWER_CASE;
  if (byte >= CHAR_0 && byte <= CHAR_9) value = byte - CHAR_0;
  else if (upper >= CHAR_A && upper <= CHAR_F) value = upper - CHAR_A + 10;
  return u64(value) < base ? value : 255;
}

/** [the number at `start`, where it ends]; the end is `start` when there is none or it overflows. */
function parseNumber(text: string, start: usize): [u64, usize] {
  let at = start;
  let base: u64 = 10;
  if (at + 1 < text.length && text.byteAt(at) === CHAR_0) {
    const hexadecimal = (text.byteAt(at + 1) & ~LOWER_CASE) === CHAR_X;
    base = hexadecimal ? 16 : 8;
    if (hexadecimal) at += 2;
  }
  const digits = at;
  let value: u64 = 0;
  while (at < text.length) {
    const digit = digitOf(text.byteAt(at), base);
    if (digit === 255) break;
    const [product, tooLarge] = mulOverflow(value, base);
    const [sum, carried] = addOverflow(product, u64(digit));
    if (tooLarge || carried) return [0, start];
    value = sum;
    at++;
  }
  return at === digits ? [0, start] : [value, at];
}

/** Factor of a size suffix as a shift. */
function suffixShift(byte: u8): u64 {
  const upper = byte & ~LOWER_CASE;
  if (upper === CHAR_K) return 10;
  if (upper === CHAR_M) return 20;
  return upper === CHAR_G ? 30 : 0;
}

/** Reads `SIZE@BASE:LINE[:ID]`; false when it is malformed or no possible device. */
export function parseWindow(text: string, into: MmioWindow): boolean {
  let [length, at] = parseNumber(text, 0);
  if (at === 0 || at >= text.length || length > LONGEST_WINDOW) return false;
  const shift = suffixShift(text.byteAt(at));
  if (shift !== 0) at++;
  length <<= shift;
  if (at >= text.length || text.byteAt(at) !== CHAR_AT) return false;
  const [base, baseEnd] = parseNumber(text, at + 1);
  if (baseEnd === at + 1 || baseEnd >= text.length || text.byteAt(baseEnd) !== CHAR_COLON) return false;
  const [line, lineEnd] = parseNumber(text, baseEnd + 1);
  if (lineEnd === baseEnd + 1) return false;
  if (lineEnd < text.length && text.byteAt(lineEnd) !== CHAR_COLON) return false;
  if (length < SHORTEST_WINDOW || length > LONGEST_WINDOW || line > 0xffff || base + length < base)
    return false;
  into.length = length;
  into.base = base;
  into.interruptLine = u32(line);
  return true;
}

/** The next device word at or after `start`: [the word's value or null, where to go on]. */
export function nextDeviceWord(commandLine: string, start: usize): [string | null, usize] {
  let at = start;
  while (at < commandLine.length) {
    while (at < commandLine.length && commandLine.byteAt(at) === SPACE) at++;
    const begin = at;
    while (at < commandLine.length && commandLine.byteAt(at) !== SPACE) at++;
    if (at - begin <= PREFIX.length) continue;
    const key = commandLine.substring(begin, begin + PREFIX.length);
    if (key === PREFIX) return [commandLine.substring(begin + PREFIX.length, at), at];
  }
  return [null, at];
}
