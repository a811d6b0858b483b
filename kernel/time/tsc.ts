/**
 * The time-stamp counter as a clock, calibrated against a reference: KVM's clock, else the HPET, else the PIT.
 *
 * Calibration is put off until somebody asks for the time: a program that never does boots sooner, and the longer
 * interval since boot makes a better measure. `startCalibration` notes both counters; `tscFrequency` closes the
 * interval, waiting until it is long enough, or starts over when the reference may have wrapped. That is good to a
 * thousandth, seconds an hour; `refine`, called from a timer at growing intervals, measures again over all the time
 * since (phase.ts), and after some seconds what is left is well under a millionth.
 *
 * Time is ns = startNs + ((ticks - startTicks) * multiplier >> 32), in 128 bits, by the newest of a few records. A record
 * never changes once it is published, so readers on any processor, the vDSO among them, need no lock. A new one begins
 * where the old one was a moment ago, so that time has no step; what it was wrong by is made up over the next interval.
 */
import { bootInfo } from "../arch/x64/bootinfo.ts";
import { cpuid, disableInterrupts, rdtsc, restoreInterrupts } from "../arch/x64/cpu.ts";
import { PIT_HZ, readPit, startPit } from "../arch/x64/pit.ts";
import { correctedHertz, resolveTicks, scale, scaled } from "./phase.ts";

/** Shortest interval, a part of a second: 2 ms, an error of at most 0.1%. */
const SHORTEST_DIVISOR: u64 = 500;

const NS_PER_S: u64 = 1000000000;
/** Intervals between refinements: how long the first is, by what they grow, and up to where. */
const FIRST_REFINEMENT_NS: u64 = 250000000;
const GROWTH: u64 = 4;
const LONGEST_REFINEMENT_NS: u64 = 1024000000000;
/** Records; the last one serves for good. At the longest interval they last for half a day, in which the rest is done. */
const EPOCHS: u32 = 64;
/** How long ago a new record begins: longer than a reader takes between choosing its record and reading the counter. */
const OVERLAP_DIVISOR: u64 = 50000;
/** What is wrong is made up at no more than this part of the speed: 1/2000, as adjtime(3). */
const SLEW_DIVISOR: u64 = 2000;

/** What is off by more than this part, and by more than a hundredth of a second, is a jump, not an error. */
const JUMP_DIVISOR: u64 = 50;
/** A counter that jumps so often in succession does not run steadily. */
const MOST_JUMPS: u32 = 3;

class Epoch {
  startTicks: u64 = 0;
  startNs: u64 = 0;
  multiplier: u64 = 0;
}
let epochs!: FixedArray<Embed<Epoch>, 64>;
let epochCount: u32 = 0;
let current: Epoch | null = null;

let startTsc: u64 = 0;
let startCount: u32 = 0;
/** Nanoseconds of this clock at `startTsc`. */
let startNs: u64 = 0;
let hertz: u64 = 0;
let hasReference = true;
let jumps: u32 = 0;
let refinementNs: u64 = FIRST_REFINEMENT_NS;
let onCalibrated: FnPtr<() => void> | null = null;

/** Who is told when the clock first goes: from then on `refine` is to be called. */
export function setCalibrationHook(to: FnPtr<() => void>): void {
  onCalibrated = to;
}

let statedHz: u64 = 0;
let referenceName = "PIT";
let referenceRank: u32 = 0;
let referenceHz: u64 = PIT_HZ;
let referenceBits: u32 = 16;
let readReference: FnPtr<() => u32> = pitTicks;

/** The PIT, counting upwards. */
function pitTicks(): u32 {
  return u32(~readPit());
}

export function startCalibration(): void {
  startPit();
  startInterval();
}
/**
 * Measures against this counter from now on, unless one of higher rank is there: one of `hertz` that counts up and wraps
 * at `bits` bits, 16 or 32. Readable on any processor.
 */
export function useReference(name: string, rank: u32, hertz: u64, bits: u32, read: FnPtr<() => u32>): void {
  if (rank < referenceRank) return;
  referenceRank = rank;
  referenceName = name;
  referenceHz = hertz;
  referenceBits = bits;
  readReference = read;
  startInterval();
}

function startInterval(): void {
  readBoth();
  startTsc = pairTsc;
  startCount = pairCount;
  if (isCalibrated()) startNs = nowNs(startTsc);
}

let pairTsc: u64 = 0;
let pairCount: u32 = 0;
/** Reads both counters at about the same time: of a few attempts the one that took least. */
function readBoth(): void {
  let least: u64 = 0xffffffffffffffff;
  const on = disableInterrupts();
  for (let i: u32 = 0; i < 3; i++) {
    const before = rdtsc();
    const count = readReference();
    const after = rdtsc();
    if (after - before >= least) continue;
    least = after - before;
    pairTsc = before + least / 2;
    pairCount = count;
  }
  restoreInterrupts(on);
}

/** Takes the frequency from the hypervisor's clock: nothing is measured at first. */
export function stateFrequency(frequency: u64): void {
  statedHz = frequency;
}

/** The frequency that the hypervisor or the processor states, or 0: leaves 0x40000010 (KVM, VMware) and 0x15. */
function statedFrequency(): u64 {
  if (statedHz !== 0) return statedHz;
  const [, , features] = cpuid(1, 0);
  if ((features & (1 << 31)) !== 0) {
    const [maxHypervisor] = cpuid(0x40000000, 0);
    if (maxHypervisor >= 0x40000010 && maxHypervisor < 0x40010000) {
      const [kilohertz] = cpuid(0x40000010, 0);
      if (kilohertz !== 0) return u64(kilohertz) * 1000;
    }
  }
  const [maxLeaf] = cpuid(0, 0);
  if (maxLeaf >= 0x15) {
    const [denominator, numerator, crystal] = cpuid(0x15, 0);
    if (denominator !== 0 && numerator !== 0 && crystal !== 0) {
      return (u64(crystal) * u64(numerator)) / u64(denominator);
    }
  }
  return 0;
}

/** Ticks of the reference from `startCount` to `count`, valid for less than one period. */
function elapsedTo(count: u32): u64 {
  return u64(count - startCount) & ((u64(1) << u64(referenceBits)) - 1);
}

function measure(): u64 {
  // More than a period may have gone by; what the TSC says by a lower bound of 100 MHz cannot tell, so start afresh
  // unless the interval is young for every processor up to 10 GHz.
  const longest: u64 = (u64(3) << u64(referenceBits)) / 4;
  if (rdtsc() - startTsc > (longest * NS_PER_S) / referenceHz) startInterval();
  let polls: u64 = 0;
  while (elapsedTo(readReference()) < referenceHz / SHORTEST_DIVISOR) {
    polls++;
    if (polls > 10000000) return 0; // its count stands still
  }
  readBoth();
  return ((pairTsc - startTsc) * referenceHz) / elapsedTo(pairCount);
}

function multiplierOf(frequency: u64): u64 {
  return (NS_PER_S << 32) / frequency;
}

/** Makes a record the one that counts. */
function publish(startTicks: u64, ns: u64, multiplier: u64): void {
  const epoch = epochs[epochCount];
  epochCount++;
  epoch.startTicks = startTicks;
  epoch.startNs = ns;
  epoch.multiplier = multiplier;
  fence("release"); // whole before anybody reads it
  current = epoch;
}

/** Ticks of the counter a second. */
export function tscFrequency(): u64 {
  if (hertz !== 0) return hertz;
  const stated = statedFrequency();
  const measured: u64 = stated !== 0 ? stated : measure();
  hasReference = measured !== 0;
  hertz = hasReference ? measured : NS_PER_S;
  publish(bootInfo.tscAtEntry, 0, multiplierOf(hertz));
  startNs = nowNs(startTsc);
  const hook = onCalibrated;
  if (hook !== null) hook();
  return hertz;
}

/** What the frequency comes from, and is measured again by. */
export function tscReference(): string {
  return hasReference ? referenceName : "nothing";
}
/** Whether the counter has run as steadily as its reference so far. */
export function isTscSteady(): boolean {
  return jumps < MOST_JUMPS;
}

/**
 * Measures the frequency again, over all the time since calibration began, and steers the clock by it. Returns after how
 * many nanoseconds to call again; 0: never.
 */
export function refine(): u64 {
  if (!hasReference || epochCount + 1 >= EPOCHS) return 0;
  readBoth();
  const elapsed = pairTsc - startTsc;
  const predicted = scale(elapsed, referenceHz, hertz);
  const [ticks, certain] = resolveTicks(predicted, u32(elapsedTo(pairCount)), referenceBits);
  const off: u64 = ticks > predicted ? ticks - predicted : predicted - ticks;
  if (!certain || off > predicted / JUMP_DIVISOR + referenceHz / 100) {
    // The machine was stopped for a while, or its counter jumped: what was known holds, and measuring begins anew.
    jumps++;
    startTsc = pairTsc;
    startCount = pairCount;
    startNs = nowNs(pairTsc);
    refinementNs = FIRST_REFINEMENT_NS;
    return refinementNs;
  }
  jumps = 0;
  hertz = correctedHertz(hertz, predicted, ticks);
  if (refinementNs < LONGEST_REFINEMENT_NS) refinementNs *= GROWTH;
  steer(startNs + scale(ticks, NS_PER_S, referenceHz));
  return refinementNs;
}

/** From now on at the speed that brings the clock to where it should be, `dueNs` now, by the next refinement. */
function steer(dueNs: u64): void {
  const began = pairTsc - hertz / OVERLAP_DIVISOR;
  const ns = nowNs(began);
  const have = nowNs(pairTsc);
  const multiplier = multiplierOf(hertz);
  const most = multiplier / SLEW_DIVISOR;
  const late = dueNs > have;
  const wrong: u64 = late ? dueNs - have : have - dueNs;
  const change = min(scale(multiplier, wrong, refinementNs), most);
  publish(began, ns, late ? multiplier + change : multiplier - change);
}

/**
 * Whether conversion needs no measurement any more.
 * @inline always
 */
export function isCalibrated(): boolean {
  return current !== null;
}
/** Nanoseconds that `ticks` take. */
export function ticksToNs(ticks: u64): u64 {
  if (current === null) tscFrequency();
  return scaled(ticks, current!.multiplier);
}
/**
 * The clock when the counter is at `ticks`, when `isCalibrated`.
 * @inline always
 */
export function nowNs(ticks: u64): u64 {
  const epoch = current!;
  return epoch.startNs + scaled(ticks - epoch.startTicks, epoch.multiplier);
}
/**
 * The clock now, when `isCalibrated`: the record is chosen before the counter is read.
 * @inline always
 */
export function clockNow(): u64 {
  const epoch = current!;
  return epoch.startNs + scaled(rdtsc() - epoch.startTicks, epoch.multiplier);
}
