// A boxed closure keeps a copy of what it captured, and each box its own.
import { check } from "../lib/check.ts";

class Timer {
  callback: Boxed<() => u32> | null = null;
}
function make(timers: Slice<Embed<Timer>>): void {
  for (let i: u64 = 0; i < timers.length; i++) {
    const square = u32(i * i);
    const name = i === 2 ? "two" : "other";
    timers[i].callback = boxed((): u32 => square * 10 + u32(name.length));
  }
}
export function main(): i32 {
  let timers!: FixedArray<Embed<Timer>, 4>;
  make(timers.slice());
  let total: u32 = 0;
  for (const t of timers) {
    const f = t.callback;
    if (f !== null) total += f();
  }
  check(total === (0 + 1 + 4 + 9) * 10 + 5 * 3 + 3, "each its own");
  for (const t of timers) {
    const f = t.callback;
    if (f !== null) free(f);
  }
  return 0;
}
