/** A short wait for another processor: a hint now and then, and an end to it when that one must be hung. */
import { rdtsc } from "../cpu.ts";

/** Ticks of the time-stamp counter: about a minute of a present-day processor, three under an emulator. */
const HUNG_TICKS: u64 = 200_000_000_000;
/** A hint is dear where it is emulated or trapped: most looks do without. */
const LOOKS_BETWEEN_HINTS: u32 = 16;
const LOOKS_BETWEEN_CLOCKS: u32 = 65536;

export class SpinWait {
  private looks: u32 = 0;
  private since: u64 = 0;

  /** Called after each look that found nothing: false when it has gone on for too long. */
  goesOn(): boolean {
    this.looks++;
    if (this.looks % LOOKS_BETWEEN_HINTS === 0) spinHint();
    if (this.looks % LOOKS_BETWEEN_CLOCKS !== 0) return true;
    const now = rdtsc();
    if (this.since === 0) this.since = now;
    return now - this.since < HUNG_TICKS;
  }
}
