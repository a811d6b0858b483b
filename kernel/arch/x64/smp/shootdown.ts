/**
 * Telling other processors that translations have changed.
 *
 * Page tables have a generation, which every change that takes something away raises. A processor that takes the kernel
 * lock, or stops idling, forgets its translations when it has not seen the newest generation; so only those that run the
 * program, or kernel code without the lock, just now must be interrupted and waited for.
 *
 * All functions but `acknowledge` are called with the kernel lock held, after the change and the local flush.
 */
import { panic } from "../../../lib/panic.ts";
import { endOfInterrupt, sendInterrupt } from "../apic.ts";
import { readCr3, writeCr3 } from "../cpu.ts";
import { type Cpu, cpuAt, onlineCount, thisCpu } from "./cpus.ts";
import { SpinWait } from "./spinwait.ts";

/** Handled without the kernel lock, whose holder waits for the answer. */
export const SHOOTDOWN_VECTOR: u32 = 0xf1;

let generation: Atomic<u64> = atomic<u64>(0);

/**
 * Waits until no processor uses an old translation. Those that are neither in the program nor in kernel code without
 * the lock forget all before they next touch the program's or the kernel area's memory.
 */
export function forgetElsewhere(): void {
  const online = onlineCount();
  if (online === 1) return;
  const self = thisCpu();
  const target = generation.add(1) + 1;
  self.seenGeneration.store(target, "relaxed");
  for (let i: u32 = 0; i < online; i++) {
    const cpu = cpuAt(i);
    if (cpu !== self && cpu.inProgram.load() !== 0) sendInterrupt(cpu.apicId, SHOOTDOWN_VECTOR);
  }
  for (let i: u32 = 0; i < online; i++) {
    const cpu = cpuAt(i);
    if (cpu === self) continue;
    const wait: Embed<SpinWait> = new SpinWait();
    while (cpu.inProgram.load() !== 0 && cpu.seenGeneration.load() < target) {
      if (!wait.goesOn()) panic(`processor ${i} does not answer a shootdown`);
    }
  }
}

/** Interrupt handler of `SHOOTDOWN_VECTOR`. Takes no lock. */
export function acknowledgeShootdown(): void {
  const seen = generation.load();
  writeCr3(readCr3());
  thisCpu().seenGeneration.store(seen);
  endOfInterrupt();
}

/** Called when `cpu`, which is this one, has taken the kernel lock or stops idling. */
export function forgetIfStale(cpu: Cpu): void {
  const newest = generation.load("relaxed");
  if (cpu.seenGeneration.load("relaxed") === newest) return;
  writeCr3(readCr3());
  cpu.seenGeneration.store(newest, "relaxed");
}
