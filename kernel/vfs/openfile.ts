/**
 * Open files: what a descriptor refers to. Descriptors that were duplicated share one, position included.
 *
 * Calls may sleep; none holds a lock across a read or write of another file.
 */
import { holdKernel } from "../arch/x64/smp/kernellock.ts";
import { Errno } from "../lib/errno.ts";
import { awaitLooks } from "../sync/grace.ts";
import type { Watch } from "./epoll.ts";
import type { DirectoryEntry, Inode } from "./inode.ts";
import { dropLocks, dropUnnamedLocks } from "./locks.ts";
import type { Readiness } from "./readiness.ts";

/** open(2) flags on x86_64. */
export enum OpenFlag {
  accessMask = 3,
  readOnly = 0,
  writeOnly = 1,
  readWrite = 2,
  create = 0o100,
  exclusive = 0o200,
  noControllingTerminal = 0o400,
  truncate = 0o1000,
  append = 0o2000,
  direct = 0o40000,
  nonBlocking = 0o4000,
  /** Files past 2 GiB may be opened: open(2) of 64-bit programs always sets it. */
  largeFile = 0o100000,
  directory = 0o200000,
  noFollow = 0o400000,
  closeOnExec = 0o2000000,
  path = 0o10000000,
  temporary = 0o20200000,
}

/** poll(2) events. */
export enum Poll {
  in = 1,
  priority = 2,
  out = 4,
  error = 8,
  hangUp = 16,
  invalid = 32,
  readNormal = 64,
  writeNormal = 256,
  writeBand = 512,
}

/** Classes of open files that some calls are for alone. */
export enum Role {
  other = 0,
  epoll = 1,
  timer = 2,
  signals = 3,
  socket = 4,
  pipe = 5,
}

/** What calls without the kernel lock give where they cannot do without: no error number. */
export const NEEDS_KERNEL: isize = -0x10000;

let onWatchedFileGone: FnPtr<(file: OpenFile) => void> | null = null;
/** Called when a file that somebody watches loses its last descriptor. */
export function setWatchedFileHook(hook: FnPtr<(file: OpenFile) => void>): void {
  onWatchedFileGone = hook;
}

export abstract class OpenFile {
  private readonly held: Atomic<u32> = atomic<u32>(1);
  /**
   * `readUnlocked`, `writeUnlocked` and `readiness` may be called without the kernel lock: what they look at has a lock of its own, or is
   * a single word.
   */
  hasOwnLock: boolean = false;
  flags: u32 = 0;
  position: u64 = 0;
  /** Null for what has no name: pipes, event descriptors. */
  inode: Inode | null = null;
  role: Role = Role.other;
  /** Made by memfd_create(2), not opened: O_DIRECT is refused, as in Linux. */
  wasMade: boolean = false;
  /** The epoll watches of this file: they end before it goes. */
  watches: Watch | null = null;

  get mayRead(): boolean {
    const access = this.flags & OpenFlag.accessMask; // 3: only ioctl(2) works
    return (
      (access === OpenFlag.readOnly || access === OpenFlag.readWrite) && (this.flags & OpenFlag.path) === 0
    );
  }
  get mayWrite(): boolean {
    const access = this.flags & OpenFlag.accessMask;
    return (
      (access === OpenFlag.writeOnly || access === OpenFlag.readWrite) && (this.flags & OpenFlag.path) === 0
    );
  }
  /** Whether a read or write that a signal ended may begin again (SA_RESTART): not where it has a time limit (signal(7)). */
  restartsAfterSignal(_writing: boolean): boolean {
    return true;
  }
  get isNonBlocking(): boolean {
    return (this.flags & OpenFlag.nonBlocking) !== 0;
  }

  /** Whether read and write exist for it at all (FMODE_CAN_READ in Linux): not for epoll, whose calls are its own. */
  get transfersBytes(): boolean {
    return this.role !== Role.epoll;
  }
  /**
   * Bytes of the record that a read gives and a write takes, where there are records (eventfd(2), timerfd_create(2),
   * signalfd(2)): a read takes them before it looks at the buffer. 0: bytes come in any number.
   */
  get recordSize(): u64 {
    return 0;
  }
  /** Whether a read, or a write, looks at the program's buffer at all. */
  touchesBuffer(_writing: boolean): boolean {
    return true;
  }
  /** Whether splice(2) and sendfile(2) take from it at an offset. */
  get givesAtOffsets(): boolean {
    return false;
  }
  /** Whether mmap(2) shows its pages. */
  get isMappable(): boolean {
    const inode = this.inode;
    return inode !== null && inode.isRegular;
  }
  /** Whether mmap(2) takes it with PROT_EXEC: what stands in no directory, or in one of the kernel's own, is on "noexec" filesystems. */
  get mayBeExecuted(): boolean {
    const inode = this.inode;
    return inode !== null && inode.mayBeExecuted;
  }
  /** Whether pread and pwrite exist: for what has a file or a device behind it. */
  get hasOffsets(): boolean {
    const inode = this.inode;
    return inode !== null && inode.hasOffsets;
  }

  /** At the position, which moves. Buffers have been checked. */
  read(_buffer: u64, _count: u64): isize {
    return -Errno.EINVAL;
  }
  write(_buffer: u64, _count: u64): isize {
    return -Errno.EINVAL;
  }
  /**
   * As `read` and `write`, called without the kernel lock, and with a buffer that only lies where programs may have memory:
   * or NEEDS_KERNEL, with nothing done, where it must be one of those after all.
   */
  readUnlocked(_buffer: u64, _count: u64): isize {
    return NEEDS_KERNEL;
  }
  writeUnlocked(_buffer: u64, _count: u64): isize {
    return NEEDS_KERNEL;
  }
  /** Whether struct iovecs are taken together, and looked at by the file itself: sockets, of which one transfer is one message. */
  get takesVectors(): boolean {
    return false;
  }
  /** readv(2) and writev(2) for such files; ranges have been checked. */
  readVectors(_vectors: Ptr<u64>, _count: u64): isize {
    return -Errno.EINVAL;
  }
  writeVectors(_vectors: Ptr<u64>, _count: u64): isize {
    return -Errno.EINVAL;
  }
  /** Why bytes are not written at an offset, or, with `atPosition`, at the position, whatever they are: 0, EFBIG, EPERM. */
  writeRefusal(_offset: u64, _count: u64, _atPosition: boolean): i32 {
    return 0;
  }
  /** At an offset, the position left alone; ESPIPE for what has none. */
  readAt(_buffer: u64, _count: u64, _offset: u64): isize {
    return -Errno.ESPIPE;
  }
  writeAt(_buffer: u64, _count: u64, _offset: u64): isize {
    return -Errno.ESPIPE;
  }
  seek(_offset: i64, _whence: u32): isize {
    return -Errno.ESPIPE;
  }
  ioctl(_request: u32, _argument: u64): isize {
    return -Errno.ENOTTY;
  }
  truncate(_size: u64): i32 {
    return -Errno.EINVAL;
  }
  /** As Inode.entryAt, for directories. */
  entryAt(_position: u64, _entry: DirectoryEntry): boolean {
    return false;
  }
  /** Poll events that hold now. */
  readiness(): u32 {
    return Poll.in | Poll.out | Poll.readNormal | Poll.writeNormal;
  }
  /** Tells when `readiness` changes; null: it never does. Lives as long as this file. */
  readinessSource(): Readiness | null {
    return null;
  }
  /** The last descriptor is gone. */
  onClose(): void {}

  get references(): u32 {
    return this.held.load("relaxed");
  }
  /** For who has a reference, or the kernel lock and a descriptor. */
  retain(): void {
    this.held.add(1, "relaxed");
  }
  /** For a look-up (filetable.ts), where the last reference may have gone: false then. */
  retainIfReferenced(): boolean {
    while (true) {
      const count = this.held.load("relaxed");
      if (count === 0) return false;
      if (this.held.compareExchange(count, count + 1)) return true;
    }
  }
  /** Needs no kernel lock, and takes it for the last reference. */
  release(): void {
    if (this.held.sub(1) === 1) this.end();
  }
  /** @inline never */
  private end(): void {
    using _held = holdKernel();
    const hook = onWatchedFileGone;
    if (this.watches !== null && hook !== null) hook(this);
    this.onClose();
    const inode = this.inode;
    if (inode !== null) {
      dropLocks(inode, addressOf(this));
      inode.release();
    } else dropUnnamedLocks(addressOf(this));
    awaitLooks();
    free(this);
  }
  /** For `using`: the reference that FileTable.get gave. */
  [Symbol.dispose](): void {
    this.release();
  }
}
