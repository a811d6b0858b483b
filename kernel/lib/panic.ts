/**
 * The end of the kernel when an invariant is broken: a line that says what, then whatever the machine room reports
 * (registers, backtrace, memory map), then the machine is powered off with a failing status.
 */
import { report } from "./log.ts";

let hook: FnPtr<(frame: u64) => void> | null = null;
let panicking = false;

/** What panic calls after its message, with the address of the caller's frame; it must not return. */
export function setPanicHook(to: FnPtr<(frame: u64) => void>): void {
  hook = to;
}

/** Whether a panic is under way: reports then avoid what may fault. */
export function isPanicking(): boolean {
  return panicking;
}
/** Says that the kernel is at its end for another reason than a call of `panic`. */
export function markPanic(): void {
  panicking = true;
}

/**
 * @assume nosleep nofault what reports look at in files or program memory is left out while `isPanicking`
 * @noreturn
 * @cold
 */
export function panic(text: Text): never {
  if (panicking) trap();
  panicking = true;
  report("\x01panic");
  report("\x01report-begin");
  report(`kernel panic: ${text}`);
  const end = hook;
  if (end !== null) end(frameAddress());
  trap();
}
