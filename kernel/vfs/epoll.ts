/**
 * epoll(7): a list of watched files, asked for their readiness when somebody waits.
 *
 * A watch holds no reference to its file: the file's last close takes it out of every list (setWatchedFileHook), as Linux
 * does. Edge-triggered watches report when bits appear, or when the file's `activity` has changed since the last report.
 */
import { Errno } from "../lib/errno.ts";
import { type OpenFile, Poll, Role, setWatchedFileHook } from "./openfile.ts";
import { ConditionFile } from "./waitfile.ts";

/** Flags above the poll events (Linux include/uapi/linux/eventpoll.h). */
export enum EpollFlag {
  oneShot = 0x40000000,
  edgeTriggered = 0x80000000,
}
/** Bits of a watch that are events. */
const EVENTS: u32 = 0xffff;
const DEEPEST: u32 = 5;

export class Watch {
  fd: i32 = 0;
  file!: OpenFile;
  /** Events and flags asked for; 0 once a one-shot watch has reported. */
  events: u32 = 0;
  data: u64 = 0;
  private lastReady: u32 = 0;
  private lastActivity: u64 = 0;
  next: Watch | null = null;

  /** The events to report now; 0: none. */
  poll(): u32 {
    const ready = this.file.readiness() & ((this.events & EVENTS) | Poll.error | Poll.hangUp);
    if ((this.events & EVENTS) === 0) return 0;
    if ((this.events & EpollFlag.edgeTriggered) === 0) return ready;
    const activity = this.file.activity();
    const isNew = (ready & ~this.lastReady) !== 0 || activity !== this.lastActivity;
    this.lastReady = ready;
    this.lastActivity = activity;
    return isNew ? ready : 0;
  }
  /** Asks for other events: what is ready counts as new. */
  change(events: u32, data: u64): void {
    this.events = events;
    this.data = data;
    this.lastReady = 0;
    this.lastActivity = 0xffffffffffffffff;
  }
}

let allEpolls: EpollFile | null = null;

export class EpollFile extends ConditionFile {
  private first: Watch | null = null;
  private last: Watch | null = null;
  nextEpoll: EpollFile | null = null;

  find(fd: i32, file: OpenFile): Watch | null {
    for (let w = this.first; w !== null; w = w.next) if (w.fd === fd && w.file === file) return w;
    return null;
  }
  private append(watch: Watch): void {
    watch.next = null;
    const last = this.last;
    if (last === null) this.first = watch;
    else last.next = watch;
    this.last = watch;
  }
  private unlink(watch: Watch): void {
    let previous: Watch | null = null;
    for (let w = this.first; w !== null; w = w.next) {
      if (w === watch) {
        if (previous === null) this.first = w.next;
        else previous.next = w.next;
        if (this.last === watch) this.last = previous;
        return;
      }
      previous = w;
    }
  }
  /** 0, -EEXIST, -EPERM for what is always ready, -ELOOP for a circle of epoll files. */
  add(fd: i32, file: OpenFile, events: u32, data: u64): i32 {
    if (this.find(fd, file) !== null) return -Errno.EEXIST;
    if (file.readinessQueue() === null) return -Errno.EPERM;
    if (reaches(file, this, DEEPEST)) return -Errno.ELOOP;
    const watch = new Watch();
    watch.fd = fd;
    watch.file = file;
    watch.change(events, data);
    file.watchers++;
    this.append(watch);
    return 0;
  }
  remove(watch: Watch): void {
    this.unlink(watch);
    watch.file.watchers--;
    free(watch);
  }
  /** Forgets a file that goes away. */
  forget(file: OpenFile): void {
    for (let w = this.first; w !== null; ) {
      const next: Watch | null = w.next;
      if (w.file === file) this.remove(w);
      w = next;
    }
  }
  /**
   * Writes up to `most` struct epoll_event (12 bytes, packed) to `to`: how many. Files that reported go to the end of the
   * list, so that each has its turn.
   */
  collect(to: u64, most: u64): u64 {
    let count: u64 = 0;
    const end = this.last;
    for (let w = this.first; w !== null && count < most; ) {
      const next: Watch | null = w === end ? null : w.next;
      const events = w.poll();
      if (events !== 0) {
        storeUnaligned<u32>(to + count * 12, events);
        storeUnaligned<u64>(to + count * 12 + 4, w.data);
        count++;
        if ((w.events & EpollFlag.oneShot) !== 0) w.events = 0;
        this.unlink(w);
        this.append(w);
      }
      w = next;
    }
    return count;
  }
  override readiness(): u32 {
    for (let w = this.first; w !== null; w = w.next) {
      if ((w.events & EVENTS) === 0) continue;
      if ((w.file.readiness() & (w.events | Poll.error | Poll.hangUp)) !== 0)
        return Poll.in | Poll.readNormal;
    }
    return 0;
  }
  /** Whether `target` is watched by this file, directly or through others. */
  watches(target: OpenFile, depth: u32): boolean {
    for (let w = this.first; w !== null; w = w.next) if (reaches(w.file, target, depth)) return true;
    return false;
  }
  override onClose(): void {
    for (let w = this.first; w !== null; w = this.first) this.remove(w);
    let previous: EpollFile | null = null;
    for (let e = allEpolls; e !== null; e = e.nextEpoll) {
      if (e === this) {
        if (previous === null) allEpolls = e.nextEpoll;
        else previous.nextEpoll = e.nextEpoll;
        return;
      }
      previous = e;
    }
  }
}

/** The epoll file that `file` is, or null. */
export function asEpoll(file: OpenFile): EpollFile | null {
  return file.role === Role.epoll ? ref<EpollFile>(addressOf(file)) : null;
}
function reaches(file: OpenFile, target: OpenFile, depth: u32): boolean {
  if (file === target || depth === 0) return true;
  const epoll = asEpoll(file);
  return epoll !== null && epoll.watches(target, depth - 1);
}
function forgetEverywhere(file: OpenFile): void {
  for (let e = allEpolls; e !== null; e = e.nextEpoll) e.forget(file);
}

export function newEpoll(): EpollFile {
  const epoll = new EpollFile();
  epoll.role = Role.epoll;
  epoll.nextEpoll = allEpolls;
  allEpolls = epoll;
  setWatchedFileHook(forgetEverywhere);
  return epoll;
}
