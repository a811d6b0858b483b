/** Waiting for several files: poll(2), select(2). */
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { Errno } from "../lib/errno.ts";
import { userRange, userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { currentProgram } from "../process/programthread.ts";
import { interruptibleWait, pendingSignals } from "../process/signals.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import type { WakeList } from "../sync/wakelist.ts";
import { monotonicNs } from "../time/clock.ts";
import { type OpenFile, Poll } from "../vfs/openfile.ts";
import { Observer } from "../vfs/readiness.ts";
import { Sys } from "./numbers.ts";
import { setTemporaryMask } from "./signal.ts";
import { handle } from "./table.ts";
import { readLooseTimeval, readTimespec, writeTimespec, writeTimeval } from "./timespec.ts";

const FOREVER: u64 = 0;

/** struct pollfd. */
class PollFd {
  fd!: i32;
  events!: u16;
  revents!: u16;
}

/** One file of a poll that sleeps. */
class PollWatch {
  /** With a reference; null: not open. */
  file: OpenFile | null = null;
  observer: Embed<Observer> = new Observer();
}
/** Where a poll sleeps, and whether a file told of a change since it last looked: what tells may be on another processor. */
class Sleeper {
  readonly lock: Embed<SpinLock> = new SpinLock();
  private told: boolean = false;
  private readonly queue: Embed<WaitQueue> = new WaitQueue();

  tell(toWake: WakeList): void {
    this.lock.acquire();
    this.told = true;
    toWake.addAll(this.queue);
    this.lock.release();
  }
  /** Before a look at the files. */
  reset(): void {
    const on = this.lock.lock();
    this.told = false;
    this.lock.unlock(on);
  }
  /** After one that found nothing: as `interruptibleWait`. */
  wait(deadlineNs: u64): i32 {
    const on = this.lock.lock();
    let outcome: i32 = 1;
    while (!this.told && outcome === 1) outcome = interruptibleWait(this.queue, deadlineNs, this.lock);
    this.lock.unlock(on);
    return outcome;
  }
}

/** `always`: events that count though they were not asked for. */
function resultOf(file: OpenFile | null, events: u16, always: u32): u16 {
  if (file === null) return Poll.invalid;
  return u16(file.readiness() & (u32(events) | always));
}
/** Fills in the results; how many are not zero. */
function scan(list: Ptr<Embed<PollFd>>, count: u64, always: u32): u32 {
  let ready: u32 = 0;
  for (let i: u64 = 0; i < count; i++) {
    const p = list[i];
    p.revents = 0;
    if (p.fd < 0) continue;
    using file = currentFiles().getOpen(p.fd);
    p.revents = resultOf(file, p.events, always);
    if (p.revents !== 0) ready++;
  }
  return ready;
}
/** As `scan`, over the files that the poll holds. */
function scanHeld(list: Ptr<Embed<PollFd>>, watches: Slice<Embed<PollWatch>>, always: u32): u32 {
  let ready: u32 = 0;
  for (let i: u64 = 0; i < watches.length; i++) {
    const p = list[i];
    p.revents = p.fd < 0 ? 0 : resultOf(watches[i].file, p.events, always);
    if (p.revents !== 0) ready++;
  }
  return ready;
}
function observe(list: Ptr<Embed<PollFd>>, watches: Slice<Embed<PollWatch>>, sleeper: Sleeper): void {
  for (let i: u64 = 0; i < watches.length; i++) {
    const watch = watches[i];
    const file: OpenFile | null = list[i].fd < 0 ? null : currentFiles().getOpen(list[i].fd);
    if (file === null) continue;
    watch.file = file;
    const source = file.readinessSource();
    if (source === null) continue;
    watch.observer.onChange = (at, toWake) => ref<Sleeper>(at).tell(toWake);
    watch.observer.argument = addressOf(sleeper);
    watch.observer.wanted = u32(list[i].events) | Poll.error | Poll.hangUp;
    source.add(watch.observer);
  }
}
function forget(watches: Slice<Embed<PollWatch>>): void {
  for (let i: u64 = 0; i < watches.length; i++) {
    const { observer, file } = watches[i];
    const readiness = observer.readiness;
    if (readiness !== null) readiness.remove(observer);
    if (file !== null) file.release();
  }
}

/** Waits until something is ready or the deadline (0: none; 1: do not wait) passes. */
function waitForFiles(list: u64, count: u64, deadlineNs: u64, always: u32): isize {
  const files = ptr<Embed<PollFd>>(list);
  let ready = scan(files, count, always);
  if (ready > 0 || deadlineNs === 1) return isize(ready);
  const sleeper: Embed<Sleeper> = new Sleeper();
  const watches = newArray<Embed<PollWatch>>(count);
  observe(files, watches, sleeper);
  let outcome: i32 = 1;
  while (true) {
    sleeper.reset();
    ready = scanHeld(files, watches, always);
    if (ready > 0 || outcome !== 1) break;
    outcome = sleeper.wait(deadlineNs);
  }
  forget(watches);
  freeArray<Embed<PollWatch>>(watches);
  if (ready > 0) return isize(ready);
  return outcome < 0 ? -Errno.EINTR : 0;
}

function pollUntil(list: u64, count: u64, deadlineNs: u64): isize {
  if (count > currentFiles().limit) return -Errno.EINVAL;
  if (!userWritable(list, count * sizeOf<PollFd>())) return -Errno.EFAULT;
  const result = waitForFiles(list, count, deadlineNs, Poll.error | Poll.hangUp);
  return userRange(list, 0) ? result : -Errno.EFAULT; // an empty list, whose address Linux looks at in the end
}
export function sysPoll(list: u64, count: u32, timeoutMs: i32): isize {
  let deadline: u64 = FOREVER;
  if (timeoutMs === 0) deadline = 1;
  else if (timeoutMs > 0) deadline = monotonicNs() + u64(timeoutMs) * 1000000;
  return pollUntil(list, u64(count), deadline);
}

/** [deadline, error] of a relative time in program memory. */
function deadlineOf(ns: u64): u64 {
  return ns === 0 ? 1 : monotonicNs() + ns;
}
/** The mask of ppoll(2) and its relatives, for the time of the wait. */
export function useMask(address: u64, size: u64): i32 {
  if (address === 0) return 0;
  if (size !== 8) return -Errno.EINVAL;
  if (!userReadable(address, 8)) return -Errno.EFAULT;
  setTemporaryMask(loadUnaligned<u64>(address));
  return 0;
}
/** After the wait: its signals wait on, unless one has ended it (restore_saved_sigmask_unless in Linux). */
export function dropMask(result: isize): isize {
  if (result !== -Errno.EINTR) currentProgram().takeBackMask();
  return result;
}
/** As above for ppoll(2) and pselect6(2): where nothing is ready, a signal counts even when there was no time to wait for it. */
function dropPollMask(result: isize): isize {
  const isInterrupted = result === 0 && (pendingSignals() & ~currentProgram().signalMask) !== 0;
  return dropMask(isInterrupted ? -Errno.EINTR : result);
}
export function sysPpoll(list: u64, count: u32, timeout: u64, mask: u64, maskSize: u64): isize {
  let deadline: u64 = FOREVER;
  if (timeout !== 0) {
    const [ns, error] = readTimespec(timeout);
    if (error !== 0) return isize(error);
    deadline = deadlineOf(ns);
  }
  const error = useMask(mask, maskSize);
  if (error !== 0) return isize(error);
  const ready = dropPollMask(pollUntil(list, u64(count), deadline));
  if (timeout !== 0) writeTimespec(timeout, leftUntil(deadline));
  return ready;
}
/** What is left of a time limit, which Linux writes back; memory that cannot be written is let be. */
function leftUntil(deadline: u64): u64 {
  const now = monotonicNs();
  return deadline > now ? deadline - now : 0;
}

/** As many descriptors as Linux has room for in a table at first (NR_OPEN_DEFAULT): select(2) looks no further than the table. */
const LEAST_TABLE: u64 = 64;

/** What makes a descriptor ready in each set, and ends the wait: nobody waits for a hang-up to write. */
const READ_EVENTS: u32 = Poll.in | Poll.readNormal | Poll.hangUp | Poll.error;
const WRITE_EVENTS: u32 = Poll.out | Poll.writeNormal | Poll.writeBand | Poll.error;

function inSet(set: u64, fd: u64): boolean {
  return set !== 0 && (ptr<u64>(set)[fd / 64] & (u64(1) << (fd & 63))) !== 0;
}
/** select(2) over poll: the sets become a list and back. */
function select(count: i32, readSet: u64, writeSet: u64, exceptSet: u64, deadline: u64): isize {
  if (count < 0) return -Errno.EINVAL;
  const files = currentFiles();
  const n = min(u64(count), max(LEAST_TABLE, files.slotCount));
  const bytes = ((n + 63) / 64) * 8;
  if (readSet !== 0 && !userWritable(readSet, bytes)) return -Errno.EFAULT;
  if (writeSet !== 0 && !userWritable(writeSet, bytes)) return -Errno.EFAULT;
  if (exceptSet !== 0 && !userWritable(exceptSet, bytes)) return -Errno.EFAULT;
  const list = newArray<Embed<PollFd>>(n + 1);
  let used: u64 = 0;
  let result: isize = 0;
  for (let fd: u64 = 0; fd < n; fd++) {
    let events: u16 = 0;
    if (inSet(readSet, fd)) events |= u16(READ_EVENTS);
    if (inSet(writeSet, fd)) events |= u16(WRITE_EVENTS);
    if (inSet(exceptSet, fd)) events |= Poll.priority;
    if (events === 0) continue;
    using file = files.get(i32(fd));
    if (file === null) result = -Errno.EBADF;
    list[used].fd = i32(fd);
    list[used].events = events;
    used++;
  }
  if (result === 0) result = waitForFiles(addressOf(list.ptr), used, deadline, 0);
  if (result >= 0) {
    if (readSet !== 0) fillBytes(readSet, 0, bytes);
    if (writeSet !== 0) fillBytes(writeSet, 0, bytes);
    if (exceptSet !== 0) fillBytes(exceptSet, 0, bytes);
    result = 0;
    for (let i: u64 = 0; i < used; i++) {
      const p = list[i];
      if ((p.events & Poll.in) !== 0) result += mark(readSet, p, READ_EVENTS);
      if ((p.events & Poll.out) !== 0) result += mark(writeSet, p, WRITE_EVENTS);
      if ((p.events & Poll.priority) !== 0) result += mark(exceptSet, p, Poll.priority);
    }
  }
  freeArray<Embed<PollFd>>(list);
  return result;
}
/** Enters a descriptor in a result set: where one of the events holds, and where it only names a place (O_PATH). */
function mark(set: u64, p: PollFd, events: u32): isize {
  if ((u32(p.revents) & (events | Poll.invalid)) === 0) return 0;
  ptr<u64>(set)[u64(p.fd) / 64] |= u64(1) << (u64(p.fd) & 63);
  return 1;
}
export function sysSelect(count: i32, readSet: u64, writeSet: u64, exceptSet: u64, timeout: u64): isize {
  let deadline: u64 = FOREVER;
  if (timeout !== 0) {
    const [ns, error] = readLooseTimeval(timeout);
    if (error !== 0) return isize(error);
    deadline = deadlineOf(ns);
  }
  const ready = select(count, readSet, writeSet, exceptSet, deadline);
  if (timeout !== 0) writeTimeval(timeout, leftUntil(deadline));
  return ready;
}
export function sysPselect6(
  count: i32,
  readSet: u64,
  writeSet: u64,
  exceptSet: u64,
  timeout: u64,
  mask: u64,
): isize {
  let deadline: u64 = FOREVER;
  if (timeout !== 0) {
    const [ns, error] = readTimespec(timeout);
    if (error !== 0) return isize(error);
    deadline = deadlineOf(ns);
  }
  if (mask !== 0) {
    if (!userReadable(mask, 16)) return -Errno.EFAULT;
    const error = useMask(ptr<u64>(mask)[0], ptr<u64>(mask)[1]);
    if (error !== 0) return isize(error);
  }
  const ready = dropPollMask(select(count, readSet, writeSet, exceptSet, deadline));
  if (timeout !== 0) writeTimespec(timeout, leftUntil(deadline));
  return ready;
}

export function registerPollCalls(): void {
  handle(Sys.poll, (list, count, timeout) => sysPoll(list, u32(count), i32(timeout)));
  handle(Sys.ppoll, (list, count, timeout, mask, size) => sysPpoll(list, u32(count), timeout, mask, size));
  handle(Sys.select, (count, r, w, e, timeout) => sysSelect(i32(count), r, w, e, timeout));
  handle(Sys.pselect6, (count, r, w, e, timeout, mask) => sysPselect6(i32(count), r, w, e, timeout, mask));
}
