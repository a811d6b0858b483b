/**
 * KVM's clock, offered by CPUID leaf 0x40000000 (Linux Documentation/virt/kvm/x86/cpuid.rst and msr.rst).
 *
 * It says how fast the time-stamp counter goes, which then need not be measured, keeps it right as its reference, tells
 * the wall-clock time, and is the clock itself where the counter is neither invariant nor, as KVM says, the same on all
 * processors. Each processor has a record in one page, which it alone reads, with interrupts off.
 */
import { cpuid, disableInterrupts, rdtsc, restoreInterrupts, writeMsr } from "../arch/x64/cpu.ts";
import { thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { allocZeroedPage } from "../mm/pages.ts";
import { physToVirt } from "../mm/physmap.ts";
import { doubtTsc, offerClock, setWallClockSource } from "./clock.ts";
import {
  type ClockRecord,
  isStable,
  readClockRecord,
  readWallRecord,
  recordedHertz,
  type WallRecord,
} from "./pvclock.ts";
import { stateFrequency, useReference } from "./tsc.ts";

const MSR_WALL_CLOCK: u32 = 0x4b564d00;
const MSR_SYSTEM_TIME: u32 = 0x4b564d01;
const ENABLE: u64 = 1;
/** Features in EAX of the second leaf. */
const HAS_CLOCK: u32 = 1 << 3;
const HAS_STABLE_FLAG: u32 = 1 << 24;

/** Where hypervisors have their leaves, one beside the other. */
const FIRST_LEAF: u32 = 0x40000000;
const LAST_LEAF: u32 = 0x40010000;
const LEAF_STEP: u32 = 0x100;

/** A processor's record; after the first one stands the wall clock's. */
const RECORD_BYTES: u64 = 64;
const WALL_OFFSET: u64 = 32;

let page: u64 = 0;
/** The latest reading: processors may differ a little. */
let latest: Atomic<u64> = atomic<u64>(0);

/** "KVMKVMKVM" in EBX, ECX, EDX of the first leaf; 0 when there is none. */
function featureLeaf(): u32 {
  const [, , features] = cpuid(1, 0);
  if ((features & (1 << 31)) === 0) return 0;
  for (let leaf = FIRST_LEAF; leaf < LAST_LEAF; leaf += LEAF_STEP) {
    const [, b, c, d] = cpuid(leaf, 0);
    if (b === 0x4b4d564b && c === 0x564b4d56 && d === 0x4d) return leaf + 1;
  }
  return 0;
}

function recordOf(cpu: u32): ClockRecord {
  return ref<ClockRecord>(physToVirt(page) + u64(cpu) * RECORD_BYTES);
}

function readNs(): u64 {
  const on = disableInterrupts();
  const ns = readClockRecord(recordOf(thisCpuIndex()), rdtsc);
  restoreInterrupts(on);
  while (true) {
    const before = latest.load();
    if (before >= ns) return before;
    if (latest.compareExchange(before, ns)) return ns;
  }
}
function readLow(): u32 {
  return u32(readNs());
}
function readWallNs(): u64 {
  writeMsr(MSR_WALL_CLOCK, page + WALL_OFFSET);
  const start = readWallRecord(ref<WallRecord>(physToVirt(page) + WALL_OFFSET));
  return start === 0 ? 0 : start + readNs();
}

/** Puts the clock to use, where KVM offers it. */
export function initKvmClock(): void {
  const leaf = featureLeaf();
  if (leaf === 0) return;
  const [offered] = cpuid(leaf, 0);
  if ((offered & HAS_CLOCK) === 0) return;
  page = allocZeroedPage();
  if (page === 0) return;
  joinKvmClock();
  const record = recordOf(0);
  const hertz = recordedHertz(record);
  if (hertz === 0) return;
  stateFrequency(hertz);
  useReference("kvmclock", 2, 1000000000, 32, readLow);
  if ((offered & HAS_STABLE_FLAG) === 0 || !isStable(record)) doubtTsc();
  offerClock("kvm-clock", "clock=kvm-clock", 2, readNs);
  setWallClockSource(readWallNs);
}
/** For every processor, once it has its index: where its record is. */
export function joinKvmClock(): void {
  if (page !== 0) writeMsr(MSR_SYSTEM_TIME, (page + u64(thisCpuIndex()) * RECORD_BYTES) | ENABLE);
}
