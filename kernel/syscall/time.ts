/** Clocks, sleeping, interval timers. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { onlineCount } from "../arch/x64/smp/cpus.ts";
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { alarmRemaining, setAlarm } from "../process/alarm.ts";
import { intervalTimer } from "../process/cpulimits.ts";
import { currentProcess } from "../process/process.ts";
import { interruptibleWait } from "../process/signals.ts";
import { processRunNs, threadRunNs } from "../process/usage.ts";
import { refreshVdsoClocks } from "../process/vdso.ts";
import { currentThread, findThread } from "../sched/thread.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { monotonicNs, realtimeNs, setRealtimeNs } from "../time/clock.ts";
import { ticksToNs } from "../time/tsc.ts";
import { Clock, isAlarmClock, isClock, isCpuClock, isSleepClock } from "./clocks.ts";
import { cpuClockThread } from "./cpuclock.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";
import { readTimespec, readTimeval, writeTimespec, writeTimeval } from "./timespec.ts";

const TIMER_ABSTIME: u32 = 1;
/** What the coarse clocks promise: programs take it for the length of a tick. */
const TICK_NS: u64 = 4000000;

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
    default:
      return readCpuClock(i32(clock));
  }
}
function readCpuClock(clock: i32): [u64, boolean] {
  const id = cpuClockThread(clock);
  if (id < 0) return [0, false];
  return [id === 0 ? processRunNs(currentProcess()) : threadRunNs(findThread(id)!), true];
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
  const isCoarse = clock === Clock.realtimeCoarse || clock === Clock.monotonicCoarse;
  return to === 0 ? 0 : isize(writeTimespec(to, isCoarse ? TICK_NS : 1));
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
  if (to !== 0 && writeTimeval(to, realtimeNs()) !== 0) return -Errno.EFAULT;
  if (zone === 0) return 0;
  if (!userWritable(zone, 8)) return -Errno.EFAULT;
  storeUnaligned<u64>(zone, 0);
  return 0;
}
export function sysTime(to: u64): isize {
  const seconds = realtimeNs() / 1000000000;
  if (to !== 0) {
    if (!userWritable(to, 8)) return -Errno.EFAULT;
    storeUnaligned<u64>(to, seconds);
  }
  return isize(seconds);
}

const ITIMER_PROF: u32 = 2;

export function sysClockNanosleep(clock: u32, flags: u32, request: u64, remaining: u64): isize {
  if (!isClock(i32(clock))) return -Errno.EINVAL;
  if (!isSleepClock(i32(clock))) return -Errno.EOPNOTSUPP;
  const [ns, error] = readTimespec(request);
  if (error !== 0) return isize(error);
  if (isAlarmClock(i32(clock))) return -Errno.EOPNOTSUPP;
  // The thread's own clock, which stands still while it sleeps, is none to sleep by.
  const isOwn = isCpuClock(i32(clock)) && cpuClockThread(i32(clock)) === currentThread().id;
  const [clockNow, known] = readClock(clock);
  if (!known || isOwn) return -Errno.EINVAL;
  const absolute = (flags & TIMER_ABSTIME) !== 0;
  if (ns === 0) return 0;
  const until: u64 = absolute ? ns : clockNow + ns;
  const queue: Embed<WaitQueue> = new WaitQueue();
  const on = disableInterrupts();
  let [now] = readClock(clock);
  let outcome: i32 = 1;
  while (now < until && outcome >= 0) {
    outcome = interruptibleWait(queue, monotonicNs() + shortestWait(clock, until - now));
    [now] = readClock(clock);
  }
  restoreInterrupts(on);
  if (outcome >= 0) return 0;
  if (!absolute && remaining !== 0 && writeTimespec(remaining, until > now ? until - now : 0) !== 0)
    return -Errno.EFAULT;
  return -Errno.EINTR;
}
/** The least time in which a clock can advance so much: CPU time is used by several processors at once. */
function shortestWait(clock: u32, ns: u64): u64 {
  return isCpuClock(i32(clock)) ? max(ns / u64(onlineCount()), 500000) : ns;
}

/** setitimer(2): real time, or CPU time. */
export function sysSetitimer(which: u32, value: u64, old: u64): isize {
  let intervalNs: u64 = 0;
  let valueNs: u64 = 0;
  if (value !== 0) {
    if (!userReadable(value, 32)) return -Errno.EFAULT;
    const [interval, error] = readTimeval(value);
    if (error !== 0) return isize(error);
    const [first, error2] = readTimeval(value + 16);
    if (error2 !== 0) return isize(error2);
    intervalNs = interval;
    valueNs = first;
  }
  if (which > ITIMER_PROF) return -Errno.EINVAL;
  const [remaining, before] = intervalTimerRemaining(which);
  if (which === 0) setAlarm(currentProcess(), valueNs, intervalNs);
  else {
    const timer = intervalTimer(currentProcess(), which);
    timer.set(valueNs === 0 ? 0 : timer.usedNs() + valueNs, intervalNs);
  }
  return old === 0 ? 0 : giveIntervalTimer(old, remaining, before);
}
function intervalTimerRemaining(which: u32): [u64, u64] {
  const process = currentProcess();
  return which === 0 ? alarmRemaining(process) : intervalTimer(process, which).remaining();
}
/** struct itimerval: interval, value. */
function giveIntervalTimer(to: u64, remaining: u64, interval: u64): isize {
  if (!userWritable(to, 32)) return -Errno.EFAULT;
  writeTimeval(to, interval);
  return isize(writeTimeval(to + 16, remaining));
}
export function sysGetitimer(which: u32, to: u64): isize {
  if (which > ITIMER_PROF) return -Errno.EINVAL;
  const [remaining, interval] = intervalTimerRemaining(which);
  return giveIntervalTimer(to, remaining, interval);
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
