/**
 * epoll(7): watched files, and a list of those that may be ready.
 *
 * A watch observes its file's Readiness. When told, it enters the ready list and one sleeper is woken; `collect` asks
 * only the files in that list. A level-triggered watch stays in the list as long as its file is ready; an
 * edge-triggered one leaves it until it is told again. So the cost of waiting does not grow with the number of files.
 *
 * A watch holds no reference to its file: it also stands in the file's own list, and the file's last close takes it
 * away (setWatchedFileHook), as Linux does.
 *
 * Locks: a file's watches change under the lock of its Readiness, to which the watches listen. The watches of an epoll file, their events
 * and its ready list change under its `lock`; files are asked whether they are ready under it. It is taken inside the locks
 * of all Readiness, and that of a watching epoll file outside that of a watched one. Nobody is woken under either. The kernel lock is needed
 * where a file's readiness needs it (OpenFile.hasOwnLock), and for epoll files that watch epoll files.
 */
import { restoreInterrupts } from "../arch/x64/cpu.ts";
import { holdKernel } from "../arch/x64/smp/kernellock.ts";
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { Errno } from "../lib/errno.ts";
import { userDeliverNow } from "../mm/user.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { WakeList } from "../sync/wakelist.ts";
import { type OpenFile, Poll, Role, setWatchedFileHook } from "./openfile.ts";
import { Observer, type Readiness } from "./readiness.ts";
import { waitInterruptiblyUntil } from "./wait.ts";
import { ConditionFile } from "./waitfile.ts";

/** Flags above the poll events (Linux include/uapi/linux/eventpoll.h). */
export enum EpollFlag {
  exclusive = 0x10000000,
  oneShot = 0x40000000,
  edgeTriggered = 0x80000000,
}
/** Bits of a watch that are events. */
const EVENTS: u32 = 0xffff;
/** How many epoll files may watch one another in a chain, less one (EP_MAX_NESTS). */
const DEEPEST: u32 = 4;
/** struct epoll_event, packed: events (4 bytes), data (8). */
export const EVENT_SIZE: u64 = 12;
/** So many watches are made at once, for the heap needs the kernel lock; and kept, at most, for the next. */
const SPARE: u32 = 8;
/** Events that are collected under one hold of the lock. */
const BATCH: u64 = 16;

export class Watch {
  fd: i32 = 0;
  file!: OpenFile;
  epoll!: EpollFile;
  /** Events and flags asked for. */
  events: u32 = 0;
  data: u64 = 0;
  readonly observer: Embed<Observer> = new Observer();
  next: Watch | null = null;
  previous: Watch | null = null;
  /** The next watch of the same file. */
  nextOfFile: Watch | null = null;
  isQueued: boolean = false;
  /** The next epoll file that the same one watches. */
  nextNested: Watch | null = null;
  nextReady: Watch | null = null;
  previousReady: Watch | null = null;

  /** The events to report that hold now. */
  ready(): u32 {
    const wanted = this.observer.wanted;
    return wanted === 0 ? 0 : this.file.readiness() & wanted;
  }
  setEvents(events: u32, data: u64): void {
    this.events = events;
    this.data = data;
    this.observer.wanted = (events & EVENTS) | Poll.error | Poll.hangUp;
  }
}

function onWatchChange(watch: u64, toWake: WakeList): void {
  const w = ref<Watch>(watch);
  w.epoll.enqueue(w, toWake);
}
/** The watch of `file` as descriptor `fd` by `epoll`. The lock of the file's Readiness is held. */
function find(epoll: EpollFile, fd: i32, file: OpenFile): Watch | null {
  for (let w = file.watches; w !== null; w = w.nextOfFile) if (w.epoll === epoll && w.fd === fd) return w;
  return null;
}

/**
 * Processors that use different ones share no cache line.
 * @align 64
 */
export class EpollFile extends ConditionFile {
  private readonly lock: Embed<SpinLock> = new SpinLock();
  private first: Watch | null = null;
  /** Those of epoll files: changed under the kernel lock. */
  private firstNested: Watch | null = null;
  private firstReady: Watch | null = null;
  private lastReady: Watch | null = null;
  private readyCount: u64 = 0;
  /** Watches of nothing, linked by `next`: changed under `lock`. */
  private firstSpare: Watch | null = null;
  private spareCount: u32 = 0;
  /** Threads in epoll_wait(2): each event wakes one. */
  private readonly sleepers: Embed<WaitQueue> = new WaitQueue();

  /**
   * Puts a watch at the end of the ready list and tells who waits. Also from interrupt handlers.
   * @depth 5 DEEPEST and one, which `add` keeps
   */
  enqueue(watch: Watch, toWake: WakeList): void {
    this.lock.acquire();
    this.append(watch);
    this.takeSleeper(toWake);
    this.lock.release();
    this.tellWatchers(toWake);
  }
  private takeSleeper(toWake: WakeList): void {
    const thread = this.sleepers.takeFirst();
    if (thread !== null) toWake.add(thread);
  }
  /** Who observes this file looks at its list after it has entered: it is seen here, or sees what has been added before. */
  private tellWatchers(toWake: WakeList): void {
    const { changes } = this;
    if (!changes.isObserved) return;
    changes.lock.acquire();
    changes.tell(Poll.in | Poll.readNormal, toWake);
    changes.lock.release();
  }
  private append(watch: Watch): void {
    if (watch.isQueued) return;
    const last = this.lastReady;
    watch.isQueued = true;
    watch.nextReady = null;
    watch.previousReady = last;
    if (last === null) this.firstReady = watch;
    else last.nextReady = watch;
    this.lastReady = watch;
    this.readyCount++;
  }
  private dequeue(watch: Watch): void {
    if (!watch.isQueued) return;
    const { nextReady, previousReady } = watch;
    watch.isQueued = false;
    if (previousReady === null) this.firstReady = nextReady;
    else previousReady.nextReady = nextReady;
    if (nextReady === null) this.lastReady = previousReady;
    else nextReady.previousReady = previousReady;
    this.readyCount--;
  }

  /** 0, -EEXIST, -EPERM for what is always ready, -ELOOP for a circle of epoll files. */
  add(fd: i32, file: OpenFile, events: u32, data: u64): i32 {
    const source = file.readinessSource();
    if (source === null) return -Errno.EPERM;
    const inner = asEpoll(file);
    if (inner !== null && (inner.reachesThrough(this) || inner.depthBelow() + 1 + depthAbove(this) > DEEPEST))
      return -Errno.ELOOP;
    const watch = this.newWatch(fd, file);
    const toWake: Embed<WakeList> = new WakeList();
    const on = source.lock.lock();
    const exists = find(this, fd, file) !== null;
    if (!exists) {
      this.link(watch, source);
      this.arm(watch, events, data, toWake);
    }
    source.lock.release();
    toWake.wakeAll();
    restoreInterrupts(on);
    if (exists) this.giveBack(watch);
    return exists ? -Errno.EEXIST : 0;
  }
  private newWatch(fd: i32, file: OpenFile): Watch {
    const watch = this.takeSpare() ?? this.makeWatches();
    watch.fd = fd;
    watch.file = file;
    watch.epoll = this;
    watch.previous = null;
    watch.nextNested = null;
    watch.observer.onChange = onWatchChange;
    watch.observer.argument = addressOf(watch);
    return watch;
  }
  private takeSpare(): Watch | null {
    const on = this.lock.lock();
    const watch = this.firstSpare;
    if (watch !== null) {
      this.firstSpare = watch.next;
      this.spareCount--;
    }
    this.lock.unlock(on);
    return watch;
  }
  /** One, and some more to spare. */
  private makeWatches(): Watch {
    using _held = holdKernel();
    for (let i: u32 = 1; i < SPARE; i++) this.keep(new Watch());
    return new Watch();
  }
  private keep(watch: Watch): void {
    const on = this.lock.lock();
    watch.next = this.firstSpare;
    this.firstSpare = watch;
    this.spareCount++;
    this.lock.unlock(on);
  }
  /** Takes back a watch that is in no list. */
  private giveBack(watch: Watch): void {
    if (this.spareCount < SPARE) {
      this.keep(watch);
      return;
    }
    using _held = holdKernel();
    free(watch);
  }
  /** The lock of the file's Readiness is held. */
  private link(watch: Watch, source: Readiness): void {
    const { file } = watch;
    watch.nextOfFile = file.watches;
    file.watches = watch;
    source.link(watch.observer);
    if (asEpoll(file) !== null) {
      watch.nextNested = this.firstNested;
      this.firstNested = watch;
    }
    this.lock.acquire();
    const first = this.first;
    watch.next = first;
    if (first !== null) first.previous = watch;
    this.first = watch;
    this.lock.release();
  }
  /** Asks for other events: what is ready counts as new. The lock of the file's Readiness is held. */
  private arm(watch: Watch, events: u32, data: u64, toWake: WakeList): void {
    this.lock.acquire();
    watch.setEvents(events, data);
    const isReady = watch.ready() !== 0;
    if (isReady) {
      this.append(watch);
      this.takeSleeper(toWake);
    }
    this.lock.release();
    if (isReady) this.tellWatchers(toWake);
  }
  /** 0, -ENOENT, -EINVAL for a watch with EPOLLEXCLUSIVE. */
  change(fd: i32, file: OpenFile, events: u32, data: u64): i32 {
    const source = file.readinessSource()!;
    const toWake: Embed<WakeList> = new WakeList();
    const on = source.lock.lock();
    const watch = find(this, fd, file);
    let error: i32 = 0;
    if (watch === null) error = -Errno.ENOENT;
    else if ((watch.events & EpollFlag.exclusive) !== 0) error = -Errno.EINVAL;
    else this.arm(watch, events, data, toWake);
    source.lock.release();
    toWake.wakeAll();
    restoreInterrupts(on);
    return error;
  }
  /** 0, -ENOENT. */
  remove(fd: i32, file: OpenFile): i32 {
    const source = file.readinessSource()!;
    const on = source.lock.lock();
    const watch = find(this, fd, file);
    if (watch !== null) this.unlink(watch, source);
    source.lock.unlock(on);
    if (watch === null) return -Errno.ENOENT;
    this.giveBack(watch);
    return 0;
  }
  /** Removes a watch whose file, or epoll file, is at its end. The kernel lock is held. */
  drop(watch: Watch): void {
    const source = watch.observer.readiness!;
    const on = source.lock.lock();
    this.unlink(watch, source);
    source.lock.unlock(on);
    free(watch);
  }
  /** The lock of the file's Readiness is held. */
  private unlink(watch: Watch, source: Readiness): void {
    const { file } = watch;
    source.unlink(watch.observer);
    let before: Watch | null = null;
    for (let w = file.watches; w !== null && w !== watch; w = w.nextOfFile) before = w;
    if (before === null) file.watches = watch.nextOfFile;
    else before.nextOfFile = watch.nextOfFile;
    if (asEpoll(file) !== null) this.unlinkNested(watch);
    this.lock.acquire();
    this.dequeue(watch);
    const { next, previous } = watch; // watches of other files may have come and gone until the lock was there
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
    this.lock.release();
  }
  private unlinkNested(watch: Watch): void {
    let before: Watch | null = null;
    for (let w = this.firstNested; w !== null && w !== watch; w = w.nextNested) before = w;
    if (before === null) this.firstNested = watch.nextNested;
    else before.nextNested = watch.nextNested;
  }

  /** How many watches may have events, which `collect` is given. */
  get greatestCount(): u64 {
    return this.readyCount;
  }
  /**
   * Looks at up to `left` watches and writes up to `most` struct epoll_event to `to`: [how many, how many watches are left]. It
   * stops at one whose file needs the kernel lock, unless `mayAsk`; at memory that has gone meanwhile it gives -EFAULT.
   */
  collect(to: u64, most: u64, left: u64, mayAsk: boolean): [isize, u64] {
    const batch: FixedArray<u8, 192> = uninitialised();
    const from = addressOf(batch.ptr);
    let count: u64 = 0;
    let toLook = left;
    let isStopped = false;
    while (toLook > 0 && count < most && !isStopped) {
      let n: u64 = 0;
      const on = this.lock.lock();
      while (n < min(BATCH, most - count) && toLook > 0) {
        const watch = this.firstReady;
        if (watch === null) toLook = 0;
        else if (!mayAsk && !watch.file.hasOwnLock) isStopped = true;
        if (watch === null || isStopped) break;
        toLook--;
        const events = this.take(watch);
        if (events === 0) continue;
        storeUnaligned<u32>(from + n * EVENT_SIZE, events);
        storeUnaligned<u64>(from + n * EVENT_SIZE + 4, watch.data);
        n++;
      }
      this.lock.unlock(on);
      if (n > 0 && !userDeliverNow(to + count * EVENT_SIZE, from, n * EVENT_SIZE)) return [-Errno.EFAULT, 0];
      count += n;
    }
    return [isize(count), isStopped ? toLook : 0];
  }
  /** Takes the first watch off the ready list, or to its end: its events, 0 when it has none any more. The lock is held. */
  private take(watch: Watch): u32 {
    this.dequeue(watch);
    const events = watch.ready();
    if (events === 0) return 0;
    if ((watch.events & EpollFlag.oneShot) !== 0) watch.observer.wanted = 0;
    else if ((watch.events & EpollFlag.edgeTriggered) === 0) this.append(watch);
    return events;
  }
  /** What one sleeper leaves behind is the next one's. Called after `collect`: who falls asleep later has seen the list. */
  passOn(): void {
    if (this.sleepers.isEmpty) return;
    const toWake: Embed<WakeList> = new WakeList();
    const on = this.lock.lock();
    if (this.firstReady !== null) this.takeSleeper(toWake);
    this.lock.release();
    toWake.wakeAll();
    restoreInterrupts(on);
  }
  /** Sleeps until the ready list holds a watch, whose file may have been emptied since: 0, -EINTR, -ETIMEDOUT. */
  wait(deadlineNs: u64): isize {
    const on = this.lock.lock();
    let error: isize = 0;
    while (error === 0 && this.firstReady === null) {
      error = waitInterruptiblyUntil(this.sleepers, deadlineNs, this.lock);
    }
    this.lock.unlock(on);
    return error;
  }
  /** @depth 5 DEEPEST and one, which `add` keeps */
  override readiness(): u32 {
    const on = this.lock.lock();
    let watch = this.firstReady;
    while (watch !== null && watch.ready() === 0) {
      this.dequeue(watch);
      watch = this.firstReady;
    }
    this.lock.unlock(on);
    return watch === null ? 0 : Poll.in | Poll.readNormal;
  }
  /**
   * Whether `target` is watched by this file or through it.
   * @depth 5 DEEPEST and one, which `add` keeps
   */
  reachesThrough(target: EpollFile): boolean {
    if (this === target) return true;
    for (let w = this.firstNested; w !== null; w = w.nextNested)
      if (asEpoll(w.file)!.reachesThrough(target)) return true;
    return false;
  }
  /**
   * The longest chain of epoll files that this one watches.
   * @depth 5 DEEPEST and one, which `add` keeps
   */
  depthBelow(): u32 {
    let depth: u32 = 0;
    for (let w = this.firstNested; w !== null; w = w.nextNested)
      depth = max(depth, 1 + asEpoll(w.file)!.depthBelow());
    return depth;
  }
  /** Knows no request: epoll_create(2) files have their own calls. */
  override ioctl(_request: u32, _argument: u64): isize {
    return -Errno.EINVAL;
  }
  override onClose(): void {
    for (let w = this.first; w !== null; w = this.first) this.drop(w);
    for (let w = this.takeSpare(); w !== null; w = this.takeSpare()) free(w);
  }
}

/** The epoll file that `file` is, or null. */
export function asEpoll(file: OpenFile): EpollFile | null {
  return file.role === Role.epoll ? ref<EpollFile>(addressOf(file)) : null;
}
/**
 * The longest chain of epoll files that watch this one. Chains are short: `add` refuses longer ones.
 * @depth 5 DEEPEST and one
 */
function depthAbove(file: OpenFile): u32 {
  let depth: u32 = 0;
  for (let w = file.watches; w !== null; w = w.nextOfFile) depth = max(depth, 1 + depthAbove(w.epoll));
  return depth;
}
function forget(file: OpenFile): void {
  for (let w = file.watches; w !== null; w = file.watches) w.epoll.drop(w);
}
export function newEpoll(): EpollFile {
  const epoll = new EpollFile();
  epoll.role = Role.epoll;
  setWatchedFileHook(forget);
  return epoll;
}
