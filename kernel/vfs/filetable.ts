/**
 * The descriptors of a process: the lowest free number is given out; the table grows to the RLIMIT_NOFILE limit.
 *
 * It changes under the kernel lock; `get` needs none. A look-up (sync/grace.ts) reads the table and the file in it, and
 * takes a reference unless the last one has gone, which means that the descriptor has been closed meanwhile. A table that has been
 * outgrown and a file whose references are gone are freed when no look-up can have them any more.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { awaitLooks, beginLook, endLook, looksAreShared } from "../sync/grace.ts";
import { dropLocks } from "./locks.ts";
import { type OpenFile, OpenFlag } from "./openfile.ts";

class Descriptor {
  private readonly address: Atomic<u64> = atomic<u64>(0);
  closeOnExec: boolean = false;

  get file(): OpenFile | null {
    const address = this.address.load("acquire");
    return address === 0 ? null : ref<OpenFile>(address);
  }
  setFile(file: OpenFile | null): void {
    this.address.store(file === null ? 0 : addressOf(file), "release");
  }
}
/** As much of a table as can be replaced at once. */
class Descriptors {
  constructor(readonly list: Slice<Embed<Descriptor>>) {}
}

const FIRST_SIZE: u64 = 32;

export class FileTable {
  /** Address of the Descriptors; 0: none yet. */
  private readonly current: Atomic<u64> = atomic<u64>(0);
  /** No descriptor below this is free. */
  private firstFree: u64 = 0;
  /** Soft RLIMIT_NOFILE. */
  limit: u64 = 1024;

  private get descriptors(): Descriptors | null {
    const address = this.current.load("acquire");
    return address === 0 ? null : ref<Descriptors>(address);
  }
  private grow(to: u64): void {
    const old = this.descriptors;
    let size: u64 = old === null ? FIRST_SIZE : old.list.length;
    while (size <= to) size *= 2;
    const bigger = newArray<Embed<Descriptor>>(size);
    if (old !== null) {
      copyBytes(addressOf(bigger.ptr), addressOf(old.list.ptr), old.list.length * sizeOf<Descriptor>());
    }
    this.current.store(addressOf(new Descriptors(bigger)), "release");
    if (old !== null) freeDescriptors(old);
  }
  private slot(fd: i32): Descriptor | null {
    const table = this.descriptors;
    if (table === null || fd < 0 || u64(fd) >= table.list.length) return null;
    return table.list[u64(fd)];
  }
  /** How many slots there are: for walks over all descriptors. */
  get slotCount(): u64 {
    const table = this.descriptors;
    return table === null ? 0 : table.list.length;
  }

  /**
   * The open file, with a reference that the caller (or `using`) gives back; null: EBADF. Needs no kernel lock.
   */
  get(fd: i32): OpenFile | null {
    if (!looksAreShared()) {
      const file = this.slot(fd)?.file ?? null;
      if (file !== null) file.retain();
      return file;
    }
    const on = disableInterrupts();
    beginLook();
    let file = this.slot(fd)?.file ?? null;
    // Without a reference it has been taken out: there is another one in its place, or none.
    while (file !== null && !file.retainIfReferenced()) file = this.slot(fd)?.file ?? null;
    endLook();
    restoreInterrupts(on);
    return file;
  }
  /** Whether reads and writes of the descriptor's file need no kernel lock (OpenFile.hasOwnLock), just now. Interrupts are off. */
  isFreeOfKernelLock(fd: i32): boolean {
    if (!looksAreShared()) return this.slot(fd)?.file?.hasOwnLock ?? false;
    beginLook();
    const is = this.slot(fd)?.file?.hasOwnLock ?? false;
    endLook();
    return is;
  }
  /** As `get` for calls that use the file itself: null, for EBADF, also where the descriptor only names a place (O_PATH). */
  getOpen(fd: i32): OpenFile | null {
    const file = this.get(fd);
    if (file === null || (file.flags & OpenFlag.path) === 0) return file;
    file.release();
    return null;
  }
  /** Gives the file the lowest free descriptor of at least `from`, taking over the caller's reference: fd, or -EMFILE. */
  add(file: OpenFile, closeOnExec: boolean, from: u64): i32 {
    let fd = max(from, this.firstFree);
    let slot = this.slot(i32(fd));
    while (slot !== null && slot.file !== null) {
      fd++;
      slot = this.slot(i32(fd));
    }
    if (fd >= this.limit) return -Errno.EMFILE;
    if (slot === null) {
      this.grow(fd);
      slot = this.slot(i32(fd));
    }
    if (slot === null) return -Errno.EMFILE;
    slot.closeOnExec = closeOnExec;
    slot.setFile(file);
    if (from <= this.firstFree) this.firstFree = fd + 1;
    return i32(fd);
  }
  /** Puts the file at just this descriptor, closing what was there: fd, or -EBADF past the limit. */
  put(file: OpenFile, fd: i32, closeOnExec: boolean): i32 {
    if (fd < 0 || u64(fd) >= this.limit) return -Errno.EBADF;
    if (this.slot(fd) === null) this.grow(u64(fd));
    const slot = this.slot(fd)!;
    const before = slot.file;
    slot.closeOnExec = closeOnExec;
    slot.setFile(file);
    if (before !== null) this.letGo(before);
    return fd;
  }
  close(fd: i32): i32 {
    const slot = this.slot(fd);
    if (slot === null) return -Errno.EBADF;
    const file = slot.file;
    if (file === null) return -Errno.EBADF;
    slot.setFile(null);
    slot.closeOnExec = false;
    if (u64(fd) < this.firstFree) this.firstFree = u64(fd);
    this.letGo(file);
    return 0;
  }
  /** Gives back the reference of a descriptor that is none of the file's any more. */
  private letGo(file: OpenFile): void {
    const inode = file.inode;
    // The record locks of a process on a file end with the first of its descriptors for it (fcntl(2)).
    if (inode !== null && inode.locks !== null) dropLocks(inode, addressOf(this));
    file.release();
  }
  isCloseOnExec(fd: i32): boolean {
    const slot = this.slot(fd);
    return slot !== null && slot.closeOnExec;
  }
  /** Fills an empty table with another's descriptors: both refer to the same open files. */
  copyFrom(other: FileTable): void {
    this.limit = other.limit;
    this.firstFree = other.firstFree;
    const from = other.descriptors;
    if (from === null) return;
    this.grow(from.list.length - 1);
    const list = this.descriptors!.list;
    for (let fd: u64 = 0; fd < from.list.length; fd++) {
      const file = from.list[fd].file;
      if (file !== null) file.retain();
      list[fd].setFile(file);
      list[fd].closeOnExec = from.list[fd].closeOnExec;
    }
  }
  /** execve(2): closes what is marked so. */
  closeMarked(): void {
    for (let fd: u64 = 0; fd < this.slotCount; fd++) if (this.isCloseOnExec(i32(fd))) this.close(i32(fd));
  }
  /** The end of a process: closes all descriptors and gives the table's memory back. */
  closeAll(): void {
    for (let fd: u64 = 0; fd < this.slotCount; fd++) this.close(i32(fd));
    const table = this.descriptors;
    this.current.store(0, "release");
    if (table !== null) freeDescriptors(table);
  }
  setCloseOnExec(fd: i32, on: boolean): void {
    const slot = this.slot(fd);
    if (slot !== null) slot.closeOnExec = on;
  }
}
/** Frees what no table has any more. */
function freeDescriptors(old: Descriptors): void {
  awaitLooks();
  freeArray<Embed<Descriptor>>(old.list);
  free(old);
}
