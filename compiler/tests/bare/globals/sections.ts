// @section and @align place a variable; @percpu is an ordinary variable on the host.
import { check } from "../lib/check.ts";

/** @section .data.mine */
let placed: u32 = 0x1234;
/** @align 256 */
let aligned: u8 = 1;
/** @percpu */
let perCpu: u64 = 17;

export function main(): i32 {
  check(placed === 0x1234, "placed");
  check((pointerTo(aligned).addr & 255) === 0 && aligned === 1, "aligned");
  perCpu += 3;
  check(perCpu === 20, "per CPU");
  return 0;
}
