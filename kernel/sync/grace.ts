/**
 * Looking at what others may take away and free, without a lock: a look-up marks its processor, and who frees waits for
 * the marks.
 *
 * Protocol: `beginLook`, follow pointers and take references, `endLook`; interrupts off all the while, a few instructions
 * long, no lock asked for. Who frees first makes the object unreachable, then calls `awaitLooks`, then frees: a look that
 * began before has ended, a later one does not find it. Marks are a processor's own, so that looks share no cache line.
 */
import { onlineCount, thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { SpinWait } from "../arch/x64/smp/spinwait.ts";
import { panic } from "../lib/panic.ts";

/** One processor's: a cache line. */
class Mark {
  /** Odd during a look. */
  readonly looks: Atomic<u64> = atomic<u64>(0);
  private rest!: FixedArray<u8, 56>;
}
let marks!: FixedArray<Embed<Mark>, 64>;

/** Whether other processors may look: with one, nothing comes between the steps of kernel code. */
export function looksAreShared(): boolean {
  return !TARGET.host && onlineCount() > 1;
}
/** Interrupts are off until `endLook`. */
export function beginLook(): void {
  const mark = marks[thisCpuIndex()];
  mark.looks.exchange(mark.looks.load("relaxed") + 1); // ordered before all that the look reads
}
export function endLook(): void {
  const mark = marks[thisCpuIndex()];
  mark.looks.store(mark.looks.load("relaxed") + 1, "release");
}
/** Until every look that may have found what has been made unreachable is over. Not within a look, and under no spinlock. */
export function awaitLooks(): void {
  if (!looksAreShared()) return;
  fence();
  for (let cpu: u32 = 0; cpu < onlineCount(); cpu++) {
    const mark = marks[cpu];
    const seen = mark.looks.load("acquire");
    if ((seen & 1) === 0) continue;
    const wait: Embed<SpinWait> = new SpinWait();
    while (mark.looks.load("acquire") === seen)
      if (!wait.goesOn()) panic(`processor ${cpu} does not end a look`);
  }
}
