/** Descriptors to wait with: epoll(7), eventfd(2), timerfd_create(2), signalfd(2). */
import { holdKernel } from "../arch/x64/smp/kernellock.ts";
import { PROGRAM_END } from "../arch/x64/trapframe.ts";
import { Errno } from "../lib/errno.ts";
import { userFetchNow, userReadable, userTouch, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { SignalFile } from "../process/signalfile.ts";
import { expiryOf, monotonicNs } from "../time/clock.ts";
import { asEpoll, type EpollFile, EpollFlag, EVENT_SIZE, newEpoll } from "../vfs/epoll.ts";
import { EventFile } from "../vfs/eventfile.ts";
import { type OpenFile, OpenFlag, Poll, Role } from "../vfs/openfile.ts";
import { TimerFile } from "../vfs/timerfile.ts";
import { Sys } from "./numbers.ts";
import { dropMask, useMask } from "./poll.ts";
import { handle, handleUnlocked } from "./table.ts";
import { readTimespec, writeTimespec } from "./timespec.ts";

/**
 * struct epoll_event.
 * @packed
 */
class EpollEvent {
  events: u32 = 0;
  data: u64 = 0;
}

/** Flags of *_create: those of open(2) for close-on-exec and non-blocking. */
const CREATE_FLAGS: u32 = OpenFlag.closeOnExec | OpenFlag.nonBlocking;

function install(file: OpenFile, flags: u32): isize {
  file.flags = OpenFlag.readWrite | (flags & OpenFlag.nonBlocking);
  const fd = currentFiles().add(file, (flags & OpenFlag.closeOnExec) !== 0, 0);
  if (fd < 0) file.release();
  return isize(fd);
}

export function sysEpollCreate1(flags: u32): isize {
  if ((flags & ~u32(OpenFlag.closeOnExec)) !== 0) return -Errno.EINVAL;
  return install(newEpoll(), flags);
}
/** Bits that epoll_ctl(2) takes beside EPOLLEXCLUSIVE; EPOLLWAKEUP (1 << 29) needs nothing done here. */
const EXCLUSIVE_OK: u32 =
  Poll.in | Poll.out | Poll.error | Poll.hangUp | EpollFlag.edgeTriggered | 0x20000000;

/** The kernel lock is taken where the file's readiness needs it. */
export function sysEpollCtl(epollFd: i32, operation: u32, fd: i32, event: u64): isize {
  const asked: Embed<EpollEvent> = new EpollEvent();
  if (operation !== 2 && !userFetchNow(addressOf(asked), event, EVENT_SIZE)) return -Errno.EFAULT;
  using holder = currentFiles().getOpen(epollFd);
  using file = currentFiles().getOpen(fd);
  if (holder === null || file === null) return -Errno.EBADF;
  if (file.readinessSource() === null) return -Errno.EPERM;
  const epoll = asEpoll(holder);
  if (epoll === null || addressOf(epoll) === addressOf(file)) return -Errno.EINVAL;
  const { data, events } = asked;
  const isExclusive = (events & EpollFlag.exclusive) !== 0;
  if (isExclusive) {
    if (operation === 3 || asEpoll(file) !== null) return -Errno.EINVAL;
    if ((events & ~u32(EXCLUSIVE_OK | EpollFlag.exclusive)) !== 0) return -Errno.EINVAL;
  }
  using _held = file.hasOwnLock ? null : holdKernel();
  switch (operation) {
    case 1: // EPOLL_CTL_ADD
      return isize(epoll.add(fd, file, events, data));
    case 2: // EPOLL_CTL_DEL
      return isize(epoll.remove(fd, file));
    case 3: // EPOLL_CTL_MOD
      return isize(epoll.change(fd, file, events, data));
    default:
      return -Errno.EINVAL;
  }
}
/** Linux takes no more events than fit 2 GiB (EP_MAX_EVENTS). */
const MOST_EVENTS: i32 = 0x7fffffff / 12;

/** Waits until `deadlineNs` (0: for ever; 1: not at all). */
function waitForEvents(fd: i32, to: u64, most: i32, deadlineNs: u64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  if (most <= 0 || most > MOST_EVENTS) return -Errno.EINVAL;
  if (to > PROGRAM_END || u64(most) * EVENT_SIZE > PROGRAM_END - to) return -Errno.EFAULT;
  const epoll: EpollFile | null = asEpoll(file);
  if (epoll === null) return -Errno.EINVAL;
  let error: isize = deadlineNs === 1 ? -Errno.ETIMEDOUT : 0;
  while (true) {
    const count = eventsNow(epoll, to, u64(most));
    if (count !== 0) return count;
    if (error !== 0) return error === -Errno.ETIMEDOUT ? 0 : error;
    error = epoll.wait(deadlineNs);
  }
}
/** Writes what has come: how many, or -EFAULT. */
function eventsNow(epoll: EpollFile, to: u64, most: u64): isize {
  const expected = epoll.greatestCount;
  if (expected === 0) return 0;
  // The list may grow meanwhile: what was touched is what may be written. So nothing is lost at a bad address.
  const room = min(most, expected);
  if (!userTouch(to, room * EVENT_SIZE, true)) return -Errno.EFAULT;
  let [count, left] = epoll.collect(to, room, expected, false);
  if (left > 0) {
    using _held = holdKernel();
    const [more] = epoll.collect(to + u64(count) * EVENT_SIZE, room - u64(count), left, true);
    count = more < 0 ? more : count + more;
  }
  epoll.passOn();
  return count;
}
export function sysEpollWait(fd: i32, to: u64, most: i32, timeoutMs: i32): isize {
  let deadline: u64 = 0;
  if (timeoutMs === 0) deadline = 1;
  else if (timeoutMs > 0) deadline = monotonicNs() + u64(timeoutMs) * 1000000;
  return waitForEvents(fd, to, most, deadline);
}
export function sysEpollPwait(fd: i32, to: u64, most: i32, timeoutMs: i32, mask: u64, size: u64): isize {
  // A mask makes it a matter of signals; libraries give none for epoll_wait(2).
  using _held = mask === 0 ? null : holdKernel();
  const error = useMask(mask, size);
  return error !== 0 ? isize(error) : dropMask(sysEpollWait(fd, to, most, timeoutMs));
}
export function sysEpollPwait2(fd: i32, to: u64, most: i32, timeout: u64, mask: u64, size: u64): isize {
  let deadline: u64 = 0;
  if (timeout !== 0) {
    const [ns, error] = readTimespec(timeout);
    if (error !== 0) return isize(error);
    deadline = ns === 0 ? 1 : monotonicNs() + ns;
  }
  using _held = mask === 0 ? null : holdKernel();
  const error = useMask(mask, size);
  return error !== 0 ? isize(error) : dropMask(waitForEvents(fd, to, most, deadline));
}

const EFD_SEMAPHORE: u32 = 1;
export function sysEventfd2(initial: u32, flags: u32): isize {
  if ((flags & ~u32(CREATE_FLAGS | EFD_SEMAPHORE)) !== 0) return -Errno.EINVAL;
  const file = new EventFile(u64(initial));
  file.semaphore = (flags & EFD_SEMAPHORE) !== 0;
  return install(file, flags);
}

const CLOCK_REALTIME: u32 = 0;
const CLOCK_MONOTONIC: u32 = 1;
const CLOCK_BOOTTIME: u32 = 7;
const TFD_TIMER_ABSTIME: u32 = 1;
const TFD_TIMER_CANCEL_ON_SET: u32 = 2;

export function sysTimerfdCreate(clock: u32, flags: u32): isize {
  if ((flags & ~CREATE_FLAGS) !== 0) return -Errno.EINVAL;
  if (clock !== CLOCK_REALTIME && clock !== CLOCK_MONOTONIC && clock !== CLOCK_BOOTTIME) return -Errno.EINVAL;
  const file = new TimerFile();
  file.role = Role.timer;
  file.clock = clock;
  return install(file, flags);
}
/** struct itimerspec: interval, value. */
export function writeItimerspec(to: u64, valueNs: u64, intervalNs: u64): i32 {
  if (!userWritable(to, 32)) return -Errno.EFAULT;
  writeTimespec(to, intervalNs);
  return writeTimespec(to + 16, valueNs);
}
/** The timer of a descriptor, its reference for the caller: EBADF, or EINVAL for another file. */
function timerOf(fd: i32): [TimerFile | null, i32] {
  const file = currentFiles().getOpen(fd);
  if (file === null) return [null, -Errno.EBADF];
  if (file.role === Role.timer) return [ref<TimerFile>(addressOf(file)), 0];
  file.release();
  return [null, -Errno.EINVAL];
}
export function sysTimerfdSettime(fd: i32, flags: u32, value: u64, old: u64): isize {
  if (!userReadable(value, 32)) return -Errno.EFAULT;
  if ((flags & ~u32(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) !== 0) return -Errno.EINVAL;
  const [interval, error] = readTimespec(value);
  if (error !== 0) return isize(error);
  const [first, firstError] = readTimespec(value + 16);
  if (firstError !== 0) return isize(firstError);
  const [found, fileError] = timerOf(fd);
  if (found === null) return isize(fileError);
  using timer = found;
  const [remaining, before] = timer.remaining();
  timer.set(expiryOf(first, timer.clock === CLOCK_REALTIME, (flags & TFD_TIMER_ABSTIME) !== 0), interval);
  return old === 0 ? 0 : isize(writeItimerspec(old, remaining, before));
}
export function sysTimerfdGettime(fd: i32, to: u64): isize {
  const [found, error] = timerOf(fd);
  if (found === null) return isize(error);
  using timer = found;
  const [remaining, interval] = timer.remaining();
  return isize(writeItimerspec(to, remaining, interval));
}

/** SIGKILL and SIGSTOP are never read. */
const UNBLOCKABLE: u64 = 0x40100;

export function sysSignalfd4(fd: i32, mask: u64, size: u64, flags: u32): isize {
  if (size !== 8) return -Errno.EINVAL;
  if (!userReadable(mask, 8)) return -Errno.EFAULT;
  if ((flags & ~CREATE_FLAGS) !== 0) return -Errno.EINVAL;
  const wanted = loadUnaligned<u64>(mask) & ~UNBLOCKABLE;
  if (fd !== -1) {
    using file = currentFiles().getOpen(fd);
    if (file === null) return -Errno.EBADF;
    if (file.role !== Role.signals) return -Errno.EINVAL;
    ref<SignalFile>(addressOf(file)).mask = wanted;
    return isize(fd);
  }
  const file = new SignalFile();
  file.role = Role.signals;
  file.mask = wanted;
  return install(file, flags);
}

export function registerEventCalls(): void {
  handle(Sys.epoll_create, (size) => (i32(size) <= 0 ? -Errno.EINVAL : sysEpollCreate1(0)));
  handle(Sys.epoll_create1, (flags) => sysEpollCreate1(u32(flags)));
  handleUnlocked(Sys.epoll_ctl, (epoll, operation, fd, event) =>
    sysEpollCtl(i32(epoll), u32(operation), i32(fd), event),
  );
  handleUnlocked(Sys.epoll_wait, (fd, to, most, timeout) =>
    sysEpollWait(i32(fd), to, i32(most), i32(timeout)),
  );
  handleUnlocked(Sys.epoll_pwait, (fd, to, most, timeout, mask, size) =>
    sysEpollPwait(i32(fd), to, i32(most), i32(timeout), mask, size),
  );
  handleUnlocked(Sys.epoll_pwait2, (fd, to, most, timeout, mask, size) =>
    sysEpollPwait2(i32(fd), to, i32(most), timeout, mask, size),
  );
  handle(Sys.eventfd, (initial) => sysEventfd2(u32(initial), 0));
  handle(Sys.eventfd2, (initial, flags) => sysEventfd2(u32(initial), u32(flags)));
  handle(Sys.timerfd_create, (clock, flags) => sysTimerfdCreate(u32(clock), u32(flags)));
  handle(Sys.timerfd_settime, (fd, flags, value, old) => sysTimerfdSettime(i32(fd), u32(flags), value, old));
  handle(Sys.timerfd_gettime, (fd, to) => sysTimerfdGettime(i32(fd), to));
  handle(Sys.signalfd, (fd, mask, size) => sysSignalfd4(i32(fd), mask, size, 0));
  handle(Sys.signalfd4, (fd, mask, size, flags) => sysSignalfd4(i32(fd), mask, size, u32(flags)));
}
