/**
 * The 8254 interval timer, channel 0, read through its latch: the reference clock for calibration.
 *
 * Channel 0 exists on microvm too, where port 0x61 (the gate of channel 2) does not. Reading needs no interrupt.
 */
import { in8, out8 } from "./ports.ts";

/** Ticks a second (Intel 8254 data sheet; the PC's crystal divided by 12). */
export const PIT_HZ: u64 = 1193182;

/** Starts channel 0 as a rate generator with the full period of 65536 ticks (54.9 ms). */
export function startPit(): void {
  out8(0x43, 0x34); // channel 0, low then high byte, mode 2
  out8(0x40, 0);
  out8(0x40, 0);
}
/** The counter, which runs downwards and wraps. */
export function readPit(): u16 {
  out8(0x43, 0x00); // latch channel 0
  const low = in8(0x40);
  const high = in8(0x40);
  return (u16(high) << 8) | u16(low);
}
