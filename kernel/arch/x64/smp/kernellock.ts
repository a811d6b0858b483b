/**
 * The kernel lock: kernel code runs on one processor at a time, the program's code on all (ADR 9).
 *
 * It belongs to a processor, not to a thread: a thread that sleeps passes it on to the one that runs next. It is taken
 * on the way into the kernel (system call, exception, device interrupt) and given back on the way out and while the
 * processor idles. Interrupts must be off while it is taken or given back, since a handler asks whether it is held.
 *
 * A processor that waits for it is out of the program and need not answer shootdowns: it forgets stale translations
 * once it has the lock (shootdown.ts).
 */
import { panic } from "../../../lib/panic.ts";
import { type Cpu, thisCpu } from "./cpus.ts";
import { forgetIfStale } from "./shootdown.ts";
import { SpinWait } from "./spinwait.ts";

/** How the kernel was entered, for `leaveKernel`. */
export enum Entry {
  /** The lock was held already. */
  nested = 0,
  /** From kernel code that runs without the lock: the idle loop. */
  kernel = 1,
  /** From the program, or from a call that needs no lock, during which the processor still counts as running it. */
  program = 2,
}

/** Index of the holder plus one. */
let owner: Atomic<u32> = atomic<u32>(0);
/** @percpu */
let held = false;

/** Takes the lock unless this processor has it. Interrupts are off. */
export function enterKernel(): u32 {
  if (held) return Entry.nested;
  const cpu = thisCpu();
  const entry: u32 = cpu.inProgram.load("relaxed") !== 0 ? Entry.program : Entry.kernel;
  cpu.inProgram.store(0, "relaxed");
  if (!owner.compareExchange(0, cpu.index + 1)) spin(cpu);
  held = true;
  forgetIfStale(cpu);
  return entry;
}

/** Gives back what `enterKernel` took. Interrupts are off. */
export function leaveKernel(entry: u32): void {
  if (entry === Entry.nested) return;
  held = false;
  if (entry === Entry.program) thisCpu().inProgram.store(1, "relaxed");
  owner.store(0, "release");
}

/** @inline never */
function spin(cpu: Cpu): void {
  const wait: Embed<SpinWait> = new SpinWait();
  while (true) {
    while (owner.load("relaxed") !== 0) {
      if (wait.goesOn()) continue;
      held = true; // the report needs no lock
      panic(`processor ${owner.load() - 1} keeps the kernel lock for ever`);
    }
    if (owner.compareExchange(0, cpu.index + 1)) return;
  }
}
