/**
 * The clocks of the kernel: monotonic time since boot, and wall-clock time as an offset to it.
 *
 * Monotonic time is the time-stamp counter's (tsc.ts), unless that is not to be trusted or the command line names another
 * clock (`clock=hpet`). Others offer themselves while devices are found; which one it is is decided when somebody first
 * asks for the time, and again when one more offers itself or the counter turns out to run unsteadily (ADR 14). Time goes
 * on from where it is then. The time-stamp counter still measures what threads use.
 */
import { bootInfo } from "../arch/x64/bootinfo.ts";
import { cpuid, rdtsc } from "../arch/x64/cpu.ts";
import { features } from "../arch/x64/features.ts";
import { hasWord } from "../arch/x64/startinfo.ts";
import { log } from "../lib/log.ts";
import type { Writer } from "../lib/writer.ts";
import { clockNow, isCalibrated, isTscSteady, refine, tscFrequency, tscReference } from "./tsc.ts";

/** A clock other than the time-stamp counter. */
class ClockSource {
  /** As Linux names it. */
  name: string = "";
  rank: u32 = 0;
  readNs: FnPtr<() => u64>;
  /** How far monotonic time is ahead of what it reads. */
  aheadNs: u64 = 0;
  constructor(readNs: FnPtr<() => u64>) {
    this.readNs = readNs;
  }
}

/** The best one that was offered, and the one that the command line asks for. */
let best: ClockSource | null = null;
let asked: ClockSource | null = null;
/** The one that time is read from; null: the time-stamp counter. */
let chosen: ClockSource | null = null;
/** Whether time is the time-stamp counter's, and known to be. */
let isDirect = false;

let onChange: FnPtr<() => void> | null = null;

/** Who is told when `isMonotonicReady` has changed. */
export function setChangeHook(to: FnPtr<() => void>): void {
  onChange = to;
}

/**
 * Offers a clock, which is used instead of the time-stamp counter where that is not to be trusted, before those of lower
 * rank, or where `word` stands on the command line. `readNs` gives nanoseconds from any start, never less than before, on
 * any processor and in any context; it is called at least every ten seconds while the clock is in use.
 */
export function offerClock(name: string, word: string, rank: u32, readNs: FnPtr<() => u64>): void {
  const source = new ClockSource(readNs);
  source.name = name;
  source.rank = rank;
  const former = best;
  if (former === null || former.rank < rank) best = source;
  if (hasWord(bootInfo.commandLine, word)) asked = source;
  if (isCalibrated()) chooseClock();
}

let isDoubted = false;
/** Says that the hypervisor does not vouch for the time-stamp counter. */
export function doubtTsc(): void {
  isDoubted = true;
}
/** A counter that stops or changes speed with the processor is found on old hardware; a hypervisor says so. */
function isTscTrusted(): boolean {
  const [, , ecx] = cpuid(1, 0);
  const isGuest = (ecx & (1 << 31)) !== 0;
  return (features.invariantTsc || (isGuest && !isDoubted)) && isTscSteady();
}

/** Decides which clock it is, when the time-stamp counter is calibrated. */
export function chooseClock(): void {
  const wanted: ClockSource | null = asked ?? (isTscTrusted() ? null : best);
  if (wanted !== null && wanted !== chosen) {
    const at = wanted.readNs(); // first: time may step forward by what the other reading takes, never back
    wanted.aheadNs = readChosen() - at;
    fence("release"); // whole before anybody reads it
    chosen = wanted;
  }
  isDirect = chosen === null;
  const hook = onChange;
  if (hook !== null) hook();
}

/** Which clock it is and what the time-stamp counter was measured by, in one line of the log. */
export function logClock(): void {
  log(`clock: ${clockName()}; tsc at ${tscFrequency() / 1000} kHz, measured by the ${tscReference()}`);
}

/** The clock that time is read from, as Linux names it. */
export function clockName(): string {
  const source = chosen;
  return source === null ? "tsc" : source.name;
}
/** Whether it is one that must be read now and then. */
export function wrapsClock(): boolean {
  return chosen !== null;
}
/** All clocks that there are, each followed by a space. */
export function writeClockNames(w: Writer): void {
  w.string("tsc ");
  const source = best;
  if (source !== null) w.text(`${source.name} `);
}

/** As `refine` of the time-stamp counter; gives that one up when it turns out to run unsteadily. */
export function refineClock(): u64 {
  const next = refine();
  if (isDirect && best !== null && !isTscSteady()) {
    chooseClock();
    logClock();
  }
  return next;
}

/** Wall-clock nanoseconds since 1970 at monotonic time 0. */
let wallOffsetNs: u64 = 0;
let wallSource: FnPtr<() => u64> | null = null;

/** Nanoseconds since the kernel's first instruction. */
export function monotonicNs(): u64 {
  if (TARGET.host) return rdtsc(); // no timer to measure the clock by: ticks stand for nanoseconds
  if (!isCalibrated()) tscFrequency();
  return readChosen();
}
function readChosen(): u64 {
  const source = chosen;
  return source === null ? clockNow() : source.readNs() + source.aheadNs;
}

/** Tells where wall-clock time comes from, in nanoseconds since 1970; asked at the first need. The first source counts. */
export function setWallClockSource(source: FnPtr<() => u64>): void {
  if (wallSource === null) wallSource = source;
}
/** Nanoseconds since 1970. */
export function realtimeNs(): u64 {
  const source = wallSource;
  if (wallOffsetNs === 0) {
    const ns: u64 = source === null ? 0 : source();
    if (ns === 0) log("clock: no wall-clock time; it begins with 1970");
    wallOffsetNs = ns === 0 ? 1 : ns - monotonicNs();
  }
  return wallOffsetNs + monotonicNs();
}

// What the vDSO reads the clocks by: inlined into it, since a call into another page is most of what reading a clock
// costs under an emulator.

/**
 * Whether `monotonicNow` may be asked: without calibration or a look at a device.
 * @inline always
 */
export function isMonotonicReady(): boolean {
  return isDirect;
}
/**
 * `monotonicNs`, when `isMonotonicReady`.
 * @inline always
 */
export function monotonicNow(): u64 {
  return clockNow();
}
/**
 * Whether `realtimeNow` may be asked: without calibration or a look at a device.
 * @inline always
 */
export function isRealtimeReady(): boolean {
  return wallOffsetNs !== 0 && isDirect;
}
/**
 * `realtimeNs`, when `isRealtimeReady`.
 * @inline always
 */
export function realtimeNow(): u64 {
  return wallOffsetNs + monotonicNow();
}

/** How far wall-clock time is ahead of monotonic time, when `isRealtimeReady`. */
export function wallOffset(): u64 {
  return wallOffsetNs;
}
/** clock_settime(2). */
export function setRealtimeNs(ns: u64): void {
  wallOffsetNs = ns - monotonicNs();
}

/**
 * The monotonic time when a timer expires: `valueNs` from now, or a time of the wall clock or the monotonic clock. 0 for
 * a value of 0, which disarms. A time of the wall clock before the boot is taken for the boot.
 */
export function expiryOf(valueNs: u64, ofWallClock: boolean, absolute: boolean): u64 {
  if (valueNs === 0) return 0;
  const now = monotonicNs();
  if (!absolute) return now + valueNs;
  if (!ofWallClock) return valueNs;
  const wall = realtimeNs();
  if (valueNs > wall) return now + (valueNs - wall);
  return now > wall - valueNs ? now - (wall - valueNs) : 1;
}
