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
 * Invariant: lists change with interrupts off, and nothing sleeps in between, so a watch is whole whenever it is seen.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { type OpenFile, Poll, Role, setWatchedFileHook } from "./openfile.ts";
import { Observer } from "./readiness.ts";
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

function onWatchChange(watch: u64, _events: u32): void {
  const w = ref<Watch>(watch);
  w.epoll.enqueue(w);
}

export class EpollFile extends ConditionFile {
  private first: Watch | null = null;
  private firstReady: Watch | null = null;
  private lastReady: Watch | null = null;
  private readyCount: u64 = 0;
  /** Threads in epoll_wait(2): each event wakes one. */
  readonly sleepers: Embed<WaitQueue> = new WaitQueue();

  /** The watch of `file` as descriptor `fd`. */
  find(fd: i32, file: OpenFile): Watch | null {
    const on = disableInterrupts();
    let found: Watch | null = null;
    for (let w = file.watches; w !== null; w = w.nextOfFile) if (w.epoll === this && w.fd === fd) found = w;
    restoreInterrupts(on);
    return found;
  }
  /** Whether the ready list holds a watch; its file may have been emptied since. */
  get mayHaveEvents(): boolean {
    return this.firstReady !== null;
  }
  /**
   * Puts a watch at the end of the ready list and tells who waits. Also from interrupt handlers.
   * @depth 5 DEEPEST and one, which `add` keeps
   */
  enqueue(watch: Watch): void {
    const on = disableInterrupts();
    this.append(watch);
    this.sleepers.wakeOne();
    this.changes.changed(Poll.in | Poll.readNormal);
    restoreInterrupts(on);
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
    if (asEpoll(file) !== null && (reaches(file, this) || depthBelow(file) + 1 + depthAbove(this) > DEEPEST))
      return -Errno.ELOOP;
    if (this.find(fd, file) !== null) return -Errno.EEXIST;
    const watch = new Watch();
    watch.fd = fd;
    watch.file = file;
    watch.epoll = this;
    watch.observer.onChange = onWatchChange;
    watch.observer.argument = addressOf(watch);
    const on = disableInterrupts();
    const first = this.first;
    watch.next = first;
    if (first !== null) first.previous = watch;
    this.first = watch;
    watch.nextOfFile = file.watches;
    file.watches = watch;
    source.add(watch.observer);
    this.change(watch, events, data);
    restoreInterrupts(on);
    return 0;
  }
  /** Asks for other events: what is ready counts as new. */
  change(watch: Watch, events: u32, data: u64): void {
    const on = disableInterrupts();
    watch.setEvents(events, data);
    if (watch.ready() !== 0) this.enqueue(watch);
    restoreInterrupts(on);
  }
  remove(watch: Watch): void {
    const on = disableInterrupts();
    const { file, next, previous } = watch;
    this.dequeue(watch);
    watch.observer.readiness!.remove(watch.observer);
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
    let before: Watch | null = null;
    for (let w = file.watches; w !== null && w !== watch; w = w.nextOfFile) before = w;
    if (before === null) file.watches = watch.nextOfFile;
    else before.nextOfFile = watch.nextOfFile;
    restoreInterrupts(on);
    free(watch);
  }
  /** Takes one watch off the ready list: [events to report (0: none any more), data]. */
  private take(): [u32, u64] {
    const on = disableInterrupts();
    const watch = this.firstReady;
    let events: u32 = 0;
    let data: u64 = 0;
    if (watch !== null) {
      this.dequeue(watch);
      events = watch.ready();
      data = watch.data;
      if (events !== 0) {
        if ((watch.events & EpollFlag.oneShot) !== 0) watch.observer.wanted = 0;
        else if ((watch.events & EpollFlag.edgeTriggered) === 0) this.append(watch);
      }
    }
    restoreInterrupts(on);
    return [events, data];
  }
  /** Writes up to `most` struct epoll_event to writable memory at `to`: how many. */
  collect(to: u64, most: u64): u64 {
    let count: u64 = 0;
    for (let left = this.readyCount; left > 0 && count < most; left--) {
      const [events, data] = this.take();
      if (events === 0) continue;
      storeUnaligned<u32>(to + count * EVENT_SIZE, events);
      storeUnaligned<u64>(to + count * EVENT_SIZE + 4, data);
      count++;
    }
    this.passOn();
    return count;
  }
  /** How many events `collect` may write at most. */
  get greatestCount(): u64 {
    return this.readyCount;
  }
  /** What one sleeper leaves behind is the next one's. */
  passOn(): void {
    if (this.mayHaveEvents) this.sleepers.wakeOne();
  }
  /** @depth 5 DEEPEST and one, which `add` keeps */
  override readiness(): u32 {
    const on = disableInterrupts();
    let watch = this.firstReady;
    while (watch !== null && watch.ready() === 0) {
      this.dequeue(watch);
      watch = this.firstReady;
    }
    restoreInterrupts(on);
    return watch === null ? 0 : Poll.in | Poll.readNormal;
  }
  /**
   * Whether `target` is watched by this file, directly or through others.
   * @depth 5 DEEPEST and one, which `add` keeps
   */
  reachesThrough(target: OpenFile): boolean {
    for (let w = this.first; w !== null; w = w.next) if (reaches(w.file, target)) return true;
    return false;
  }
  /**
   * The longest chain of epoll files that this one watches.
   * @depth 5 DEEPEST and one, which `add` keeps
   */
  depthBelow(): u32 {
    let depth: u32 = 0;
    for (let w = this.first; w !== null; w = w.next)
      if (asEpoll(w.file) !== null) depth = max(depth, 1 + depthBelow(w.file));
    return depth;
  }
  /** Knows no request: epoll_create(2) files have their own calls. */
  override ioctl(_request: u32, _argument: u64): isize {
    return -Errno.EINVAL;
  }
  override onClose(): void {
    for (let w = this.first; w !== null; w = this.first) this.remove(w);
  }
}

/** The epoll file that `file` is, or null. */
export function asEpoll(file: OpenFile): EpollFile | null {
  return file.role === Role.epoll ? ref<EpollFile>(addressOf(file)) : null;
}
function reaches(file: OpenFile, target: OpenFile): boolean {
  return file === target || (asEpoll(file)?.reachesThrough(target) ?? false);
}
function depthBelow(file: OpenFile): u32 {
  return asEpoll(file)?.depthBelow() ?? 0;
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
  for (let w = file.watches; w !== null; w = file.watches) w.epoll.remove(w);
}

export function newEpoll(): EpollFile {
  const epoll = new EpollFile();
  epoll.role = Role.epoll;
  setWatchedFileHook(forget);
  return epoll;
}
