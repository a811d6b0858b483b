/**
 * The high precision event timer's main counter (IA-PC HPET specification 1.0a, section 2.3): the counter that the
 * time-stamp counter is measured against where there is one, and a clock for when that one is not to be trusted.
 *
 * Counters have 32 or 64 bits. The low 32 are read, by one access, and counted on in memory, as two halves would take
 * three accesses, each an exit from the guest; so somebody must read the clock before they wrap, which is no sooner than
 * every `SHORTEST_WRAP_S` seconds. Only the main counter is used: no interrupt, and the PIT keeps its own.
 */
import { offerClock } from "./clock.ts";
import { scaled } from "./phase.ts";
import { useReference } from "./tsc.ts";

const FS_PER_S: u64 = 1000000000000000;
const FS_PER_NS: u64 = 1000000;
/** Longest period that the specification allows, 100 ns (section 2.3.4). */
const LONGEST_PERIOD_FS: u64 = 100000000;
/** The clock is read at least every ten seconds (sched/discipline.ts). */
const SHORTEST_WRAP_S: u64 = 20;
const ENABLE: u32 = 1;

class Hpet {
  capabilities!: Mmio<u32>;
  /** Femtoseconds a tick. */
  period!: Mmio<u32>;
  private readonly gap!: FixedArray<u32, 2>;
  configuration!: Mmio<u32>;
  private readonly timers!: FixedArray<u32, 55>;
  counter!: Mmio<u32>; // at 0xf0
}

let hpet: Hpet | null = null;
/** Nanoseconds a tick, times 2^32. */
let multiplier: u64 = 0;
/** The counter at the latest reading, with as many bits as it takes. */
let ticks: Atomic<u64> = atomic<u64>(0);

function readCounter(): u32 {
  return hpet!.counter.read();
}

/** The latest reading is looked at first, so the counter is never behind it. */
function readNs(): u64 {
  const before = ticks.load();
  const now = before + u64(readCounter() - u32(before));
  ticks.compareExchange(before, now); // or another processor's reading is as good
  return scaled(now, multiplier);
}

/** Puts the timer whose registers are mapped at `registers` to use; false when none answers there. */
export function startHpet(registers: u64): boolean {
  const found = ref<Hpet>(registers);
  const periodFs = u64(found.period.read());
  if (periodFs === 0 || periodFs > LONGEST_PERIOD_FS) return false;
  if ((periodFs << 32) / FS_PER_S < SHORTEST_WRAP_S) return false;
  found.configuration.write(found.configuration.read() | ENABLE);
  hpet = found;
  multiplier = (periodFs << 32) / FS_PER_NS;
  ticks.store(u64(readCounter()));
  useReference("HPET", 1, FS_PER_S / periodFs, 32, readCounter);
  offerClock("hpet", "clock=hpet", 1, readNs);
  return true;
}
