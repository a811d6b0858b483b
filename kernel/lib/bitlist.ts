/** Sets of small numbers as text, as Linux writes sets of processors (cpuset(7), "Formats"). */
import { writeHex } from "./format.ts";
import type { Writer } from "./writer.ts";

/** The mask format: hexadecimal, a digit for each four of `count` bits (1 to 64), words of 32 bits parted by commas. */
export function writeBitMask(w: Writer, mask: u64, count: u32): void {
  const high = mask >> 32;
  if (count > 32) {
    writeHex(w, high, u64(count - 32 + 3) / 4);
    w.string(",");
  }
  writeHex(w, mask & 0xffffffff, u64(min(count, 32) + 3) / 4);
}

/** The list format: numbers and ranges in order, parted by commas; nothing for the empty set. */
export function writeBitList(w: Writer, mask: u64): void {
  let rest = mask;
  while (rest !== 0) {
    const first = ctz(rest);
    const after = ~(rest >> first);
    const last: u64 = after === 0 ? 63 : first + ctz(after) - 1;
    if (rest !== mask) w.string(",");
    if (last === first) w.text(`${first}`);
    else w.text(`${first}-${last}`);
    rest = last === 63 ? 0 : (rest >> (last + 1)) << (last + 1);
  }
}
