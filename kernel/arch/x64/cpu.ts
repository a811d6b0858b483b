/**
 * The processor's own registers and instructions, one function each.
 *
 * Sources: Intel SDM vol. 2 (instructions), vol. 3A chapter 2 (control registers), vol. 4 (MSRs).
 */

/** MSR numbers (SDM vol. 4, table 2-2). */
export enum Msr {
  apicBase = 0x1b,
  efer = 0xc0000080,
  star = 0xc0000081,
  lstar = 0xc0000082,
  fmask = 0xc0000084,
  fsBase = 0xc0000100,
  gsBase = 0xc0000101,
}

export function readMsr(msr: u32): u64 {
  const [low, high] = asm<[u32, u32]>({ out: ["=a", "=d"], in: [["c", msr]] })`rdmsr`;
  return (u64(high) << 32) | u64(low);
}
export function writeMsr(msr: u32, value: u64): void {
  asm({
    in: [
      ["c", msr],
      ["a", u32(value)],
      ["d", u32(value >> 32)],
    ],
    clobber: ["memory"],
  })`wrmsr`;
}

/** CPUID: [eax, ebx, ecx, edx]. */
export function cpuid(leaf: u32, subleaf: u32): [u32, u32, u32, u32] {
  return asm<[u32, u32, u32, u32]>({
    out: ["=a", "=b", "=c", "=d"],
    in: [
      ["0", leaf],
      ["2", subleaf],
    ],
  })`cpuid`;
}

export function readCr0(): u64 {
  return asm<u64>({ out: ["=r"] })`movq %cr0, ${0}`;
}
export function writeCr0(value: u64): void {
  asm({ in: [["r", value]], clobber: ["memory"] })`movq ${0}, %cr0`;
}
/** The address whose access raised the last page fault. */
export function readCr2(): u64 {
  return asm<u64>({ out: ["=r"] })`movq %cr2, ${0}`;
}
export function readCr3(): u64 {
  return asm<u64>({ out: ["=r"] })`movq %cr3, ${0}`;
}
/** Loads the page-table root; drops every non-global TLB entry. */
export function writeCr3(value: u64): void {
  asm({ in: [["r", value]], clobber: ["memory"] })`movq ${0}, %cr3`;
}
export function readCr4(): u64 {
  return asm<u64>({ out: ["=r"] })`movq %cr4, ${0}`;
}
export function writeCr4(value: u64): void {
  asm({ in: [["r", value]], clobber: ["memory"] })`movq ${0}, %cr4`;
}
/** XSETBV: which state components XSAVE handles. */
export function writeXcr0(value: u64): void {
  asm({
    in: [
      ["c", u32(0)],
      ["a", u32(value)],
      ["d", u32(value >> 32)],
    ],
    clobber: ["memory"],
  })`xsetbv`;
}
/** The components of the extended state that are in use, the low half (XGETBV with ECX = 1). */
export function componentsInUse(): u32 {
  const [low] = asm<[u32, u32]>({ out: ["=a", "=d"], in: [["c", u32(1)]] })`xgetbv`;
  return low;
}
/** Drops the TLB entry of one page. */
export function invalidatePage(virt: u64): void {
  asm({ in: [["r", virt]], clobber: ["memory"] })`invlpg (${0})`;
}
/** The time-stamp counter, after all earlier loads. */
export function rdtsc(): u64 {
  const [low, high] = asm<[u64, u64]>({ out: ["=a", "=d"] })`rdtsc`; // clears the upper halves
  return (high << 32) | low;
}

const FLAG_INTERRUPT = 0x200;

/**
 * Turns interrupts off; true when they were on.
 * @disables
 */
export function disableInterrupts(): boolean {
  const flags = asm<u64>({ out: ["=r"], clobber: ["memory"] })`pushfq
    popq ${0}
    cli`;
  return (flags & FLAG_INTERRUPT) !== 0;
}
/**
 * As `disableInterrupts`, where nobody asks: reading the flags takes longer than all the rest.
 * @disables
 */
export function turnOffInterrupts(): void {
  asm({ clobber: ["memory"] })`cli`;
}
/**
 * Turns interrupts on again where `disableInterrupts` said that they were.
 * @restores
 */
export function restoreInterrupts(wereOn: boolean): void {
  if (wereOn) asm`sti`;
}
/** @enables */
export function enableInterrupts(): void {
  asm`sti`;
}
export function interruptsEnabled(): boolean {
  const flags = asm<u64>({ out: ["=r"] })`pushfq
    popq ${0}`;
  return (flags & FLAG_INTERRUPT) !== 0;
}
/**
 * Waits for an interrupt; interrupts are on afterwards. The pair is atomic: STI takes effect after HLT begins.
 * @enables
 */
export function enableInterruptsAndHalt(): void {
  asm`sti
    hlt`;
}
/**
 * Stops this CPU for good.
 * @disables
 */
export function haltForever(): never {
  while (true) {
    asm`cli
      hlt`;
  }
}
