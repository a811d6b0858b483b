/**
 * The records of KVM's clock and their arithmetic (Linux Documentation/virt/kvm/x86/msr.rst: MSR_KVM_SYSTEM_TIME_NEW and
 * MSR_KVM_WALL_CLOCK_NEW).
 *
 * The hypervisor may write a record at any time: its version is odd meanwhile, and another one afterwards. What was read
 * counts when the version was even before and is the same after.
 */
import { scaled } from "./phase.ts";

const NS_PER_S: u64 = 1000000000;
/** An update takes well under a microsecond. */
const ATTEMPTS: u32 = 1000000;

/** struct pvclock_vcpu_time_info, one a processor. */
export class ClockRecord {
  version!: Mmio<u32>;
  private readonly gap!: u32;
  /** The time-stamp counter when the clock was at `systemNs`. */
  tsc!: Mmio<u64>;
  systemNs!: Mmio<u64>;
  /** Nanoseconds a shifted tick, times 2^32. */
  multiplier!: Mmio<u32>;
  /** In the lowest byte how far ticks are shifted left first, right when negative; then flags. */
  shiftAndFlags!: Mmio<u32>;
}
/** A flag: the clocks of all processors are one. */
const STABLE: u32 = 1 << 8;

/** struct pvclock_wall_clock: the wall-clock time when the clock was at 0. */
export class WallRecord {
  version!: Mmio<u32>;
  seconds!: Mmio<u32>;
  nanoseconds!: Mmio<u32>;
}

function shiftOf(shiftAndFlags: u32): i32 {
  const byte = i32(shiftAndFlags & 0xff);
  return byte < 128 ? byte : byte - 256;
}
/** Negative shifts go right. */
function shifted(value: u64, by: i32): u64 {
  return by < 0 ? value >> u64(-by) : value << u64(by);
}

/** The clock in nanoseconds when the counter is what `ticks` says; 0 when the record never holds still. */
export function readClockRecord(record: ClockRecord, ticks: FnPtr<() => u64>): u64 {
  for (let i: u32 = 0; i < ATTEMPTS; i++) {
    const version = record.version.read();
    if ((version & 1) !== 0) {
      spinHint();
      continue;
    }
    const now = ticks();
    const since = record.tsc.read();
    const elapsed: u64 = now > since ? now - since : 0;
    const scaledTicks = shifted(elapsed, shiftOf(record.shiftAndFlags.read()));
    const ns = record.systemNs.read() + scaled(scaledTicks, u64(record.multiplier.read()));
    if (record.version.read() === version) return ns;
  }
  return 0;
}
/** Ticks of the time-stamp counter a second, as the record has it; 0 when it has nothing. */
export function recordedHertz(record: ClockRecord): u64 {
  const multiplier = u64(record.multiplier.read());
  if (multiplier === 0) return 0;
  return shifted((NS_PER_S << 32) / multiplier, -shiftOf(record.shiftAndFlags.read()));
}
export function isStable(record: ClockRecord): boolean {
  return (record.shiftAndFlags.read() & STABLE) !== 0;
}
/** Nanoseconds since 1970 when the clock was at 0; 0 when the record has none. */
export function readWallRecord(record: WallRecord): u64 {
  for (let i: u32 = 0; i < ATTEMPTS; i++) {
    const version = record.version.read();
    const ns = u64(record.seconds.read()) * NS_PER_S + u64(record.nanoseconds.read());
    if ((version & 1) === 0 && record.version.read() === version) return ns;
    spinHint();
  }
  return 0;
}
