/**
 * The kernel lock: most kernel code runs on one processor at a time, the program's code on all (ADR 9, ADR 15).
 *
 * It belongs to a processor. It is taken on the way into the kernel (exception, device interrupt, system calls but for
 * those that do without) and given back on the way out. Across a switch the processor keeps it; the thread that goes
 * on then has what it had when it stopped (`kernelMode`, `resumeMode`): one that slept without the lock gives it
 * back, one that slept with it takes it where the processor has none. Interrupts must be off while it is taken or
 * given back, since a handler asks whether it is held. Nobody takes it while holding a spinlock.
 *
 * A processor that waits for it is out of the program and need not answer shootdowns: it forgets stale translations
 * once it has the lock (shootdown.ts).
 */
import { panic } from "../../../lib/panic.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
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

/** The kernel lock, held by a part of a system call that began without it: `using held = holdKernel()`. */
export class KernelHold {
  constructor(private readonly entry: Entry) {}
  [Symbol.dispose](): void {
    if (this.entry === Entry.nested) return;
    const on = disableInterrupts();
    leaveKernel(this.entry);
    restoreInterrupts(on);
  }
}
const nestedHold = new KernelHold(Entry.nested);
const callsHold = new KernelHold(Entry.program);

/** Takes the kernel lock in a system call, unless it has it already. */
export function holdKernel(): KernelHold {
  if (TARGET.host) return nestedHold;
  const on = disableInterrupts();
  const entry = enterKernel();
  restoreInterrupts(on);
  return entry === Entry.nested ? nestedHold : callsHold;
}

/** How the running thread is in the kernel, for `resumeMode` when it comes back from a switch. */
export function kernelMode(): u32 {
  if (held) return Entry.nested;
  return thisCpu().inProgram.load("relaxed") !== 0 ? Entry.program : Entry.kernel;
}

/** Makes this processor's state that of the thread that goes on after a switch. Interrupts are off. */
export function resumeMode(mode: u32): void {
  if (mode === Entry.nested) {
    enterKernel();
    return;
  }
  if (held) {
    held = false;
    thisCpu().inProgram.store(mode === Entry.program ? 1 : 0, "relaxed");
    owner.store(0, "release");
  } else if (mode === Entry.kernel) thisCpu().inProgram.store(0, "release");
  else useTranslations();
}

/** From here on this processor uses translations of the program's and the kernel area's memory: it answers shootdowns. */
export function useTranslations(): void {
  const cpu = thisCpu();
  if (held || cpu.inProgram.load("relaxed") !== 0) return;
  // Ordered: who changes translations either sees the 1, or the change is seen here.
  cpu.inProgram.exchange(1);
  forgetIfStale(cpu);
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
