/**
 * Pipes and named pipes (pipe(7), fifo(7)): a ring in an inode, of 64 KiB until F_SETPIPE_SZ, open files at its ends.
 *
 * What is written with O_DIRECT are packets: a read takes one, and what it leaves of it is lost. The bytes are in the ring
 * as all others; packets are noted beside it.
 *
 * The ring exists while an end is open. Its state (pipering.ts) changes under the lock of the pipe's Readiness. Reads and writes of
 * up to a page need no other: they copy under it, and nobody sleeps. What takes longer, or may sleep in a page fault, runs under the
 * kernel lock and has a turn, one reader and one writer at a time, during which short ones come here too and wait; nobody
 * sleeps for data or room while having a turn.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { userTouch, userWritable } from "../mm/user.ts";
import { WakeList } from "../sync/wakelist.ts";
import { FileKind, Inode, newFilesystemNumber } from "./inode.ts";
import { NEEDS_KERNEL, OpenFile, OpenFlag, Poll, Role } from "./openfile.ts";
import { ATOMIC_SIZE, PipeRing } from "./pipering.ts";
import type { Readiness } from "./readiness.ts";
import { waitInterruptibly } from "./wait.ts";

/** What is copied under a spinlock at most. */
const SHORT: u64 = 4096;
const FIONREAD: u32 = 0x541b;
let onBrokenPipe: FnPtr<() => void> | null = null;
/** Called when somebody writes to a pipe without readers: raises SIGPIPE. */
export function setBrokenPipeHook(hook: FnPtr<() => void>): void {
  onBrokenPipe = hook;
}

/** SIGPIPE for the running thread. */
export function raiseBrokenPipe(): void {
  const hook = onBrokenPipe;
  if (hook !== null) hook();
}

/**
 * Processors that use different ones share no cache line.
 * @align 64
 */
export class PipeInode extends Inode {
  readonly ring: Embed<PipeRing> = new PipeRing();

  /** Opening one end waits for the other, as fifo(7) has it. */
  override openFile(flags: u32): [OpenFile | null, i32] {
    const access = flags & OpenFlag.accessMask;
    if (access === OpenFlag.accessMask) return [null, -Errno.EINVAL];
    const reads = access !== OpenFlag.writeOnly;
    const writes = access !== OpenFlag.readOnly;
    const blocks = (flags & OpenFlag.nonBlocking) === 0;
    if (!blocks && !reads && this.ring.readers === 0) return [null, -Errno.ENXIO];
    this.ring.open(reads, writes);
    if (blocks && reads !== writes) {
      const error = this.waitForPartner(reads);
      if (error !== 0) {
        this.ring.close(reads, writes);
        return [null, error];
      }
    }
    return [new PipeFile(), 0];
  }
  /** Ends are opened and closed under the kernel lock. */
  private waitForPartner(reads: boolean): i32 {
    const { ring } = this;
    const seen = reads ? ring.writersEver : ring.readersEver;
    const on = disableInterrupts();
    let error: isize = 0;
    while (
      error === 0 &&
      (reads
        ? ring.writers === 0 && ring.writersEver === seen
        : ring.readers === 0 && ring.readersEver === seen)
    ) {
      error = waitInterruptibly(reads ? ring.canRead : ring.canWrite);
    }
    restoreInterrupts(on);
    return i32(error);
  }
  override onUnreferenced(): void {
    if (!this.unlinked) return;
    this.leavePlace();
    free(this);
  }
}

/**
 * An end of a pipe, or both (a named pipe opened with O_RDWR).
 * @align 64
 */
export class PipeFile extends OpenFile {
  constructor() {
    super();
    this.hasOwnLock = true;
    this.role = Role.pipe;
  }

  get ring(): PipeRing {
    return ref<PipeInode>(addressOf(this.inode!)).ring;
  }

  /** Until there is something to read: 1, 0 at the end, or EAGAIN, EINTR. */
  awaitData(nonBlocking: boolean): isize {
    const { ring } = this;
    const { lock } = ring.readiness;
    const on = lock.lock();
    const result = this.awaitDataLocked(ring, nonBlocking);
    lock.unlock(on);
    return result;
  }
  private awaitDataLocked(ring: PipeRing, nonBlocking: boolean): isize {
    while (ring.length === 0) {
      if (ring.writers === 0) return 0;
      if (nonBlocking || this.isNonBlocking) return -Errno.EAGAIN;
      const error = waitInterruptibly(ring.canRead, ring.readiness.lock);
      if (error !== 0) return error;
    }
    return 1;
  }
  /** Until there is room for `need` bytes: 0, or EPIPE (with its signal), EAGAIN, EINTR. */
  awaitRoom(need: u64, nonBlocking: boolean): isize {
    const { ring } = this;
    const { lock } = ring.readiness;
    const on = lock.lock();
    const result = this.awaitRoomLocked(ring, need, nonBlocking);
    lock.unlock(on);
    if (result === -Errno.EPIPE) raiseBrokenPipe();
    return result;
  }
  private awaitRoomLocked(ring: PipeRing, need: u64, nonBlocking: boolean): isize {
    let error: isize = 0;
    while (error === 0 && ring.readers > 0 && ring.room < need) {
      error =
        nonBlocking || this.isNonBlocking
          ? -Errno.EAGAIN
          : waitInterruptibly(ring.canWrite, ring.readiness.lock);
    }
    return ring.readers > 0 ? error : -Errno.EPIPE;
  }

  /** Up to a page: copied under the lock, into memory that is there. */
  override readUnlocked(buffer: u64, count: u64): isize {
    if (count === 0) return 0;
    const { ring } = this;
    const { lock } = ring.readiness;
    while (true) {
      const on = lock.lock();
      const there = this.awaitDataLocked(ring, false);
      const n = min(count, ring.length);
      if (there <= 0 || n > SHORT || !ring.mayTakeAtOnce) {
        lock.unlock(on);
        return there <= 0 ? there : NEEDS_KERNEL;
      }
      if (ring.takeNow(buffer, n)) {
        this.wakeAndUnlock(true, on);
        return isize(n);
      }
      lock.unlock(on);
      if (!userTouch(buffer, n, true)) return NEEDS_KERNEL;
    }
  }
  override writeUnlocked(buffer: u64, count: u64): isize {
    if (count === 0) return 0;
    if (count > SHORT || (this.flags & OpenFlag.direct) !== 0) return NEEDS_KERNEL;
    const { ring } = this;
    const { lock } = ring.readiness;
    while (true) {
      const on = lock.lock();
      const error = this.awaitRoomLocked(ring, count, false);
      if (error !== 0 || !ring.mayPutAtOnce) {
        lock.unlock(on);
        return error === 0 || error === -Errno.EPIPE ? NEEDS_KERNEL : error;
      }
      if (ring.putNow(buffer, count)) {
        this.wakeAndUnlock(false, on);
        return isize(count);
      }
      lock.unlock(on);
      if (!userTouch(buffer, count, false)) return NEEDS_KERNEL;
    }
  }
  private wakeAndUnlock(reads: boolean, interruptsWereOn: boolean): void {
    const { ring } = this;
    const toWake: Embed<WakeList> = new WakeList();
    if (reads) ring.tellRoom(toWake);
    else ring.tellData(toWake);
    ring.readiness.lock.release();
    toWake.wakeAll();
    restoreInterrupts(interruptsWereOn);
  }

  override read(buffer: u64, count: u64): isize {
    const { ring } = this;
    if (count === 0) return 0;
    while (true) {
      const there = this.awaitData(false);
      if (there < 0) return there;
      ring.beginRead();
      const n = ring.take(buffer, count);
      ring.endRead();
      if (n === 0 && ring.writers > 0) continue; // another reader was faster
      return isize(n);
    }
  }
  override write(buffer: u64, count: u64): isize {
    const { ring } = this;
    const packets = (this.flags & OpenFlag.direct) !== 0;
    let done: u64 = 0;
    while (done < count) {
      const piece = packets ? min(count - done, ATOMIC_SIZE) : count - done;
      const need: u64 = packets || count <= ATOMIC_SIZE ? piece : 1;
      const error = this.awaitRoom(need, false);
      if (error !== 0) return done > 0 ? isize(done) : error;
      ring.beginWrite();
      if (ring.room >= need) {
        const from = buffer + done;
        done += packets ? ring.putPacket(from, piece) : ring.put(from, piece);
      }
      ring.endWrite();
    }
    return isize(done);
  }
  override readiness(): u32 {
    const { ring } = this;
    let events: u32 = 0;
    if (this.mayRead) {
      if (ring.length > 0) events |= Poll.in | Poll.readNormal;
      if (ring.writers === 0) events |= Poll.hangUp;
    }
    if (this.mayWrite) {
      if (ring.readers === 0) events |= Poll.out | Poll.writeNormal | Poll.error;
      else if (ring.room >= ATOMIC_SIZE) events |= Poll.out | Poll.writeNormal;
    }
    return events;
  }
  override readinessSource(): Readiness | null {
    return this.ring.readiness;
  }
  override ioctl(request: u32, argument: u64): isize {
    if (request !== FIONREAD) return -Errno.ENOTTY;
    if (!userWritable(argument, 4)) return -Errno.EFAULT;
    ptr<u32>(argument)[0] = u32(this.ring.length);
    return 0;
  }
  override onClose(): void {
    this.ring.close(this.mayRead, this.mayWrite);
  }
}

let pipeFilesystem: u64 = 0;
let nextPipe: u64 = 1;

/** The end of a pipe that `file` is, or null. */
export function asPipe(file: OpenFile): PipeFile | null {
  return file.role === Role.pipe ? ref<PipeFile>(addressOf(file)) : null;
}
function newEnd(pipe: PipeInode, flags: u32): OpenFile {
  const file = new PipeFile();
  pipe.retain();
  file.inode = pipe;
  file.flags = flags;
  return file;
}
/** pipe(2): [read end, write end], a reference each. */
export function newPipe(flags: u32): [OpenFile, OpenFile] {
  if (pipeFilesystem === 0) pipeFilesystem = newFilesystemNumber();
  const pipe = new PipeInode();
  pipe.filesystem = pipeFilesystem;
  pipe.number = nextPipe++;
  pipe.mode = FileKind.fifo | 0o600;
  pipe.unlinked = true;
  pipe.ring.open(true, true);
  const kept = flags & (OpenFlag.nonBlocking | OpenFlag.direct);
  return [newEnd(pipe, kept | OpenFlag.readOnly), newEnd(pipe, kept | OpenFlag.writeOnly)];
}
/** A pipe that a filesystem gives a name to; it sets the inode's other fields. */
export function newNamedPipe(): Inode {
  return new PipeInode();
}
