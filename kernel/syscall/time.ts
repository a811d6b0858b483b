/** Clocks, sleeping, interval timers. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { userWritable } from "../mm/user.ts";
import { alarmRemaining, setAlarm } from "../process/alarm.ts";
import { currentProcess } from "../process/process.ts";
import { interruptibleWait } from "../process/signals.ts";
import { processRunNs, threadRunNs } from "../process/usage.ts";
import { refreshVdsoClocks } from "../process/vdso.ts";
import { currentThread } from "../sched/thread.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { monotonicNs, realtimeNs, setRealtimeNs } from "../time/clock.ts";
import { ticksToNs } from "../time/tsc.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";
import { readTimespec, readTimeval, writeTimespec, writeTimeval } from "./timespec.ts";

/** Clock numbers (Linux include/uapi/linux/time.h). */
enum Clock {
  realtime = 0,
  monotonic = 1,
  processCpu = 2,
  threadCpu = 3,
  monotonicRaw = 4,
  realtimeCoarse = 5,
  monotonicCoarse = 6,
  boottime = 7,
  tai = 11,
}
const TIMER_ABSTIME: u32 = 1;

/** [nanoseconds, known]. */
function readClock(clock: u32): [u64, boolean] {
  switch (clock) {
    case Clock.realtime:
    case Clock.realtimeCoarse:
    case Clock.tai:
      return [realtimeNs(), true];
    case Clock.monotonic:
    case Clock.monotonicRaw:
    case Clock.monotonicCoarse:
    case Clock.boottime:
      return [monotonicNs(), true];
    case Clock.processCpu:
      return [processRunNs(currentProcess()), true];
    case Clock.threadCpu:
      return [threadRunNs(), true];
    default:
      return readCpuClock(i32(clock));
  }
}
/**
 * A CPU-time clock made from a process's or thread's number (clock_getcpuclockid(3)): the number's complement above three bits,
 * of which bit 2 says thread and the others which time; 3 would be a dynamic clock.
 */
function readCpuClock(clock: i32): [u64, boolean] {
  if (clock >= 0 || (clock & 3) === 3) return [0, false];
  const number = ~(clock >> 3);
  const ofThread = (clock & 4) !== 0;
  if (number !== 0 && number !== (ofThread ? currentThread().id : currentProcess().pid)) return [0, false];
  return [ofThread ? threadRunNs() : processRunNs(currentProcess()), true];
}

export function sysClockGettime(clock: u32, to: u64): isize {
  const [ns, known] = readClock(clock);
  if (!known) return -Errno.EINVAL;
  refreshVdsoClocks();
  return isize(writeTimespec(to, ns));
}
export function sysClockGetres(clock: u32, to: u64): isize {
  const [, known] = readClock(clock);
  if (!known) return -Errno.EINVAL;
  return to === 0 ? 0 : isize(writeTimespec(to, 1));
}
export function sysClockSettime(clock: u32, from: u64): isize {
  if (clock !== Clock.realtime) return -Errno.EINVAL;
  const [ns, error] = readTimespec(from);
  if (error !== 0) return isize(error);
  setRealtimeNs(ns);
  refreshVdsoClocks();
  return 0;
}
export function sysGettimeofday(to: u64, zone: u64): isize {
  if (zone !== 0) {
    if (!userWritable(zone, 8)) return -Errno.EFAULT;
    storeUnaligned<u64>(zone, 0);
  }
  return to === 0 ? 0 : isize(writeTimeval(to, realtimeNs()));
}
export function sysTime(to: u64): isize {
  const seconds = realtimeNs() / 1000000000;
  if (to !== 0) {
    if (!userWritable(to, 8)) return -Errno.EFAULT;
    storeUnaligned<u64>(to, seconds);
  }
  return isize(seconds);
}

export function sysClockNanosleep(clock: u32, flags: u32, request: u64, remaining: u64): isize {
  const [ns, error] = readTimespec(request);
  if (error !== 0) return isize(error);
  const [clockNow, known] = readClock(clock);
  if (!known || clock === Clock.threadCpu) return -Errno.EINVAL;
  const absolute = (flags & TIMER_ABSTIME) !== 0;
  const waitNs: u64 = !absolute ? ns : ns > clockNow ? ns - clockNow : 0;
  if (waitNs === 0) return 0;
  const deadline = monotonicNs() + waitNs;
  const queue: Embed<WaitQueue> = new WaitQueue();
  const on = disableInterrupts();
  const outcome = interruptibleWait(queue, deadline);
  restoreInterrupts(on);
  if (outcome === 0) return 0;
  if (!absolute && remaining !== 0) {
    const now = monotonicNs();
    if (writeTimespec(remaining, deadline > now ? deadline - now : 0) !== 0) return -Errno.EFAULT;
  }
  return -Errno.EINTR;
}

/** setitimer(2) for the real-time timer; the CPU-time ones are refused by name. */
export function sysSetitimer(which: u32, value: u64, old: u64): isize {
  if (which !== 0) return -Errno.EINVAL;
  let intervalNs: u64 = 0;
  let valueNs: u64 = 0;
  if (value !== 0) {
    const [interval, error] = readTimeval(value);
    if (error !== 0) return isize(error);
    const [first, error2] = readTimeval(value + 16);
    if (error2 !== 0) return isize(error2);
    intervalNs = interval;
    valueNs = first;
  }
  if (old !== 0) {
    const error = sysGetitimer(which, old);
    if (error !== 0) return error;
  }
  setAlarm(currentProcess(), valueNs, intervalNs);
  return 0;
}
export function sysGetitimer(which: u32, to: u64): isize {
  if (which !== 0) return -Errno.EINVAL;
  const [remaining, interval] = alarmRemaining(currentProcess());
  if (writeTimeval(to, interval) !== 0) return -Errno.EFAULT;
  return isize(writeTimeval(to + 16, remaining));
}
/** alarm(2): whole seconds; the remaining seconds of the one before, rounded up. */
export function sysAlarm(seconds: u32): isize {
  const [remaining] = alarmRemaining(currentProcess());
  setAlarm(currentProcess(), u64(seconds) * 1000000000, 0);
  return isize((remaining + 999999999) / 1000000000);
}
/** times(2), in ticks of 10 ms. */
export function sysTimes(to: u64): isize {
  if (to !== 0) {
    if (!userWritable(to, 32)) return -Errno.EFAULT;
    storeUnaligned<u64>(to, processRunNs(currentProcess()) / 10000000);
    storeUnaligned<u64>(to + 8, 0);
    storeUnaligned<u64>(to + 16, ticksToNs(currentProcess().childTicks) / 10000000);
    storeUnaligned<u64>(to + 24, 0);
  }
  return isize(monotonicNs() / 10000000);
}

export function registerTimeCalls(): void {
  handle(Sys.clock_gettime, (clock, to) => sysClockGettime(u32(clock), to));
  handle(Sys.clock_getres, (clock, to) => sysClockGetres(u32(clock), to));
  handle(Sys.clock_settime, (clock, from) => sysClockSettime(u32(clock), from));
  handle(Sys.gettimeofday, (to, zone) => sysGettimeofday(to, zone));
  handle(Sys.time, (to) => sysTime(to));
  handle(Sys.nanosleep, (request, remaining) => sysClockNanosleep(1, 0, request, remaining));
  handle(Sys.clock_nanosleep, (clock, flags, request, remaining) =>
    sysClockNanosleep(u32(clock), u32(flags), request, remaining),
  );
  handle(Sys.setitimer, (which, value, old) => sysSetitimer(u32(which), value, old));
  handle(Sys.getitimer, (which, to) => sysGetitimer(u32(which), to));
  handle(Sys.alarm, (seconds) => sysAlarm(u32(seconds)));
  handle(Sys.times, (to) => sysTimes(to));
}
