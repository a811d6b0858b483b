/** Zeroing pages, by the processor or, where that is slower, by the machine. */
import { physToVirt } from "./physmap.ts";

/** Zeroes physical memory; false when it did not. */
type Zeroer = FnPtr<(phys: u64, bytes: u64) => boolean>;

class Zeroing {
  by: Zeroer | null = null;
  /** Fewer bytes are quicker done here. */
  from: u64 = 0;
}
const zeroing = new Zeroing();

/** A device that zeroes `from` bytes and more faster than the processor does. */
export function setZeroer(by: Zeroer, from: u64): void {
  zeroing.by = by;
  zeroing.from = from;
}

/** Fills whole pages, contiguous in physical memory, with zeros. */
export function zeroPages(phys: u64, bytes: u64): void {
  const by = zeroing.by;
  if (by !== null && bytes >= zeroing.from && by(phys, bytes)) return;
  fillBytes(physToVirt(phys), 0, bytes);
}
