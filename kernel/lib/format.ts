/** Numbers as text where the forms of templates do not fit. */
import type { Writer } from "./writer.ts";

const HEX_DIGITS = "0123456789abcdef";

/** Hexadecimal without 0x, at least `least` digits (1 to 16); returns how many were written. */
export function writeHex(w: Writer, value: u64, least: u64): u64 {
  let buffer!: FixedArray<u8, 16>;
  let at: u64 = 16;
  let rest = value;
  const stop: u64 = 16 - min(max(least, 1), 16);
  while (rest !== 0 || at > stop) {
    at--;
    buffer[at] = HEX_DIGITS.byteAt(rest & 15);
    rest >>= 4;
  }
  w.string(stringAt(buffer.ptr.add(at), 16 - at));
  return 16 - at;
}
