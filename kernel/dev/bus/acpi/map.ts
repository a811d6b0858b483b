/** Reaches memory that firmware left its tables in: part of it is RAM to the memory map, part is not. */
import { mapDevice } from "../../../mm/kernelmap.ts";
import { physToVirt } from "../../../mm/physmap.ts";

/** Tables stand together: what is mapped at a time, so that most need no mapping of their own. */
const WINDOW_BYTES: u64 = 0x10000;
/** The direct map always shows the first MiB. */
const LOW_END: u64 = 0x100000;

let windowStart: u64 = 0;
let windowEnd: u64 = 0;
let windowAddress: u64 = 0;

/** Virtual address of `[physical, physical + length)`; 0 when it cannot be mapped. */
export function mapFirmware(physical: u64, length: u64): u64 {
  if (physical + length < physical) return 0;
  if (physical + length <= LOW_END) return physToVirt(physical);
  if (windowAddress === 0 || physical < windowStart || physical + length > windowEnd) {
    const start = physical & ~(WINDOW_BYTES - 1);
    const end = (physical + length + WINDOW_BYTES - 1) & ~(WINDOW_BYTES - 1);
    if (end <= start) return 0;
    const mapped = mapDevice(start, end - start);
    if (mapped === 0) return 0;
    windowStart = start;
    windowEnd = end;
    windowAddress = mapped;
  }
  return windowAddress + (physical - windowStart);
}
