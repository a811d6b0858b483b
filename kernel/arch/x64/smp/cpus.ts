/**
 * The processors of this machine: one descriptor each, the first one's made by the compiler.
 *
 * `thisCpu()` may be a different one after every point where the thread can sleep; code that needs it to stay keeps
 * interrupts off or the kernel lock held without sleeping.
 */

export const MAX_CPUS: u32 = 64;

export class Cpu {
  /** 0 for the processor that booted; others in the order in which they are started. */
  index: u32 = 0;
  apicId: u32 = 0;
  /** 1 while it runs the program, and so uses translations of the program's memory; 0 in the kernel and while it idles. */
  readonly inProgram: Atomic<u32> = atomic<u32>(0);
  /** The newest generation of the page tables that its TLB is known to agree with (shootdown.ts). */
  readonly seenGeneration: Atomic<u64> = atomic<u64>(0);
  /** 1 from when it can be sent work. */
  readonly online: Atomic<u32> = atomic<u32>(0);
  /** What the GS base is on it. */
  percpuDelta: u64 = 0;
  /** Top of the stack that it starts on. */
  startStack: u64 = 0;
}

const bootCpu = new Cpu();
let cpus!: FixedArray<Cpu | null, 64>;
let count: u32 = 1;
let online: u32 = 1;

/** @percpu */
let current: Cpu | null = null;
/** @percpu */
let currentIndex: u32 = 0;

/** The first thing that a processor does: makes `cpu` the one it is. */
export function setThisCpu(cpu: Cpu): void {
  current = cpu;
  currentIndex = cpu.index;
}
/** Called once, first of all, on the processor that booted. */
export function initBootCpu(): void {
  cpus[0] = bootCpu;
  setThisCpu(bootCpu);
  bootCpu.online.store(1);
}

export function thisCpu(): Cpu {
  return current!;
}
export function thisCpuIndex(): u32 {
  return currentIndex;
}
export function cpuAt(index: u32): Cpu {
  return cpus[index]!;
}
/** Processors that have a descriptor. */
export function cpuCount(): u32 {
  return count;
}
/** Processors that run: always the first ones. */
export function onlineCount(): u32 {
  return online;
}
/** A bit for each processor that runs. */
export function onlineMask(): u64 {
  return online === 64 ? ~u64(0) : (u64(1) << u64(online)) - 1;
}
export function setOnlineCount(n: u32): void {
  online = n;
}

/** A descriptor for one more processor; null when there are `MAX_CPUS`. */
export function addCpu(apicId: u32): Cpu | null {
  if (count === MAX_CPUS) return null;
  const cpu = new Cpu();
  cpu.index = count;
  cpu.apicId = apicId;
  cpus[count] = cpu;
  count++;
  return cpu;
}
