// A spinlock with `using`, as the kernel writes it.
import { check, hide } from "../lib/check.ts";

class Lock implements Disposable {
  private held: Atomic<u32> = atomic<u32>(0);
  hold(): Lock {
    while (this.held.exchange(1, "acquire") !== 0) spinHint();
    return this;
  }
  isHeld(): boolean {
    return this.held.load("relaxed") === 1;
  }
  [Symbol.dispose](): void {
    this.held.store(0, "release");
  }
}
const lock = new Lock();
let value: u32 = 0;

function change(n: u32): boolean {
  using guard = lock.hold();
  value += n;
  return lock.isHeld();
}
export function main(): i32 {
  check(change(hide<u32>(4)) && !lock.isHeld() && value === 4, "held, then released");
  check(change(5) && value === 9, "taken again");
  return 0;
}
