/** timer_create(2) and its family. */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { deletePosixTimer, findPosixTimer, newPosixTimer } from "../process/posixtimers.ts";
import { currentProcess } from "../process/process.ts";
import { programOf } from "../process/programthread.ts";
import { SIGNAL_COUNT, Signal } from "../process/signalnumbers.ts";
import { findThread } from "../sched/thread.ts";
import { isClock, isCpuClock, isTimerClock } from "./clocks.ts";
import { cpuClockThread } from "./cpuclock.ts";
import { writeItimerspec } from "./events.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";
import { readTimespec } from "./timespec.ts";

/** sigev_notify (Linux include/uapi/asm-generic/siginfo.h). */
enum Notify {
  signal = 0,
  none = 1,
  /** The C library's: for the kernel a signal to the process. */
  thread = 2,
  threadId = 4,
}
const TIMER_ABSTIME: u32 = 1;

/** struct sigevent: value, signal number, how to notify, thread. */
export function sysTimerCreate(clock: i32, event: u64, to: u64): isize {
  if (event !== 0 && !userReadable(event, 64)) return -Errno.EFAULT;
  if (!isClock(clock)) return -Errno.EINVAL;
  if (!isTimerClock(clock)) return -Errno.EOPNOTSUPP;
  let signal: u32 = Signal.SIGALRM;
  let thread: i32 = 0;
  if (event !== 0) {
    const notify = loadUnaligned<u32>(event + 12);
    signal = loadUnaligned<u32>(event + 8);
    if (notify === Notify.threadId) {
      thread = loadUnaligned<i32>(event + 16);
      const found = findThread(thread);
      if (found === null || programOf(found) === null) return -Errno.EINVAL;
    } else if (notify === Notify.none) signal = 0;
    else if (notify !== Notify.signal && notify !== Notify.thread) return -Errno.EINVAL;
    if (notify !== Notify.none && (signal === 0 || signal > SIGNAL_COUNT)) return -Errno.EINVAL;
  }
  if (!userWritable(to, 4)) return -Errno.EFAULT;
  const cpuThread = cpuClockThread(clock);
  if (isCpuClock(clock) && cpuThread < 0) return -Errno.EINVAL;
  const value: u64 = event === 0 ? 0 : loadUnaligned<u64>(event);
  const timer = newPosixTimer(currentProcess());
  timer.clock = u32(clock);
  if (cpuThread >= 0) timer.countCpuTime(cpuThread);
  timer.signal = signal;
  timer.thread = thread;
  timer.value = event !== 0 ? value : u64(u32(timer.id));
  storeUnaligned<i32>(to, timer.id);
  return 0;
}
export function sysTimerSettime(id: i32, flags: u32, value: u64, old: u64): isize {
  if (value === 0) return -Errno.EINVAL;
  if (!userReadable(value, 32)) return -Errno.EFAULT;
  const [interval, error] = readTimespec(value);
  if (error !== 0) return isize(error);
  const [first, firstError] = readTimespec(value + 16);
  if (firstError !== 0) return isize(firstError);
  const timer = findPosixTimer(currentProcess(), id);
  if (timer === null) return -Errno.EINVAL;
  const [remaining, before] = timer.remaining();
  timer.setTo(first, (flags & TIMER_ABSTIME) !== 0, interval);
  return old === 0 ? 0 : isize(writeItimerspec(old, remaining, before));
}
export function sysTimerGettime(id: i32, to: u64): isize {
  const timer = findPosixTimer(currentProcess(), id);
  if (timer === null) return -Errno.EINVAL;
  const [remaining, interval] = timer.remaining();
  return isize(writeItimerspec(to, remaining, interval));
}
export function sysTimerGetoverrun(id: i32): isize {
  const timer = findPosixTimer(currentProcess(), id);
  return timer === null ? -Errno.EINVAL : isize(timer.overrun);
}
export function sysTimerDelete(id: i32): isize {
  const timer = findPosixTimer(currentProcess(), id);
  if (timer === null) return -Errno.EINVAL;
  deletePosixTimer(timer);
  return 0;
}

export function registerPosixTimerCalls(): void {
  handle(Sys.timer_create, (clock, event, to) => sysTimerCreate(i32(clock), event, to));
  handle(Sys.timer_settime, (id, flags, value, old) => sysTimerSettime(i32(id), u32(flags), value, old));
  handle(Sys.timer_gettime, (id, to) => sysTimerGettime(i32(id), to));
  handle(Sys.timer_getoverrun, (id) => sysTimerGetoverrun(i32(id)));
  handle(Sys.timer_delete, (id) => sysTimerDelete(i32(id)));
}
