/** The descriptors of a process: the lowest free number is given out; the table grows to the RLIMIT_NOFILE limit. */
import { Errno } from "../lib/errno.ts";
import { dropLocks } from "./locks.ts";
import { type OpenFile, OpenFlag } from "./openfile.ts";

class Descriptor {
  file: OpenFile | null = null;
  closeOnExec: boolean = false;
}

const FIRST_SIZE: u64 = 32;

export class FileTable {
  private slots: Slice<Embed<Descriptor>> | null = null;
  /** No descriptor below this is free. */
  private firstFree: u64 = 0;
  /** Soft RLIMIT_NOFILE. */
  limit: u64 = 1024;

  private grow(to: u64): void {
    const old = this.slots;
    let size: u64 = old === null ? FIRST_SIZE : old.length;
    while (size <= to) size *= 2;
    const bigger = newArray<Embed<Descriptor>>(size);
    if (old !== null) {
      copyBytes(addressOf(bigger.ptr), addressOf(old.ptr), old.length * sizeOf<Descriptor>());
      freeArray<Embed<Descriptor>>(old);
    }
    this.slots = bigger;
  }
  private slot(fd: i32): Descriptor | null {
    const slots = this.slots;
    if (slots === null || fd < 0 || u64(fd) >= slots.length) return null;
    return slots[u64(fd)];
  }
  /** How many slots there are: for walks over all descriptors. */
  get slotCount(): u64 {
    const slots = this.slots;
    return slots === null ? 0 : slots.length;
  }

  /** The open file, with a reference that the caller (or `using`) gives back; null: EBADF. */
  get(fd: i32): OpenFile | null {
    const slot = this.slot(fd);
    if (slot === null) return null;
    const file = slot.file;
    if (file !== null) file.retain();
    return file;
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
    slot.file = file;
    slot.closeOnExec = closeOnExec;
    if (from <= this.firstFree) this.firstFree = fd + 1;
    return i32(fd);
  }
  /** Puts the file at just this descriptor, closing what was there: fd, or -EBADF past the limit. */
  put(file: OpenFile, fd: i32, closeOnExec: boolean): i32 {
    if (fd < 0 || u64(fd) >= this.limit) return -Errno.EBADF;
    this.close(fd);
    if (this.slot(fd) === null) this.grow(u64(fd));
    const slot = this.slot(fd)!;
    slot.file = file;
    slot.closeOnExec = closeOnExec;
    return fd;
  }
  close(fd: i32): i32 {
    const slot = this.slot(fd);
    if (slot === null) return -Errno.EBADF;
    const file = slot.file;
    if (file === null) return -Errno.EBADF;
    slot.file = null;
    slot.closeOnExec = false;
    if (u64(fd) < this.firstFree) this.firstFree = u64(fd);
    const inode = file.inode;
    // The record locks of a process on a file end with the first of its descriptors for it (fcntl(2)).
    if (inode !== null && inode.locks !== null) dropLocks(inode, addressOf(this));
    file.release();
    return 0;
  }
  isCloseOnExec(fd: i32): boolean {
    const slot = this.slot(fd);
    return slot !== null && slot.closeOnExec;
  }
  /** Fills an empty table with another's descriptors: both refer to the same open files. */
  copyFrom(other: FileTable): void {
    this.limit = other.limit;
    this.firstFree = other.firstFree;
    const from = other.slots;
    if (from === null) return;
    this.grow(from.length - 1);
    const slots = this.slots!;
    for (let fd: u64 = 0; fd < from.length; fd++) {
      const file = from[fd].file;
      if (file !== null) file.retain();
      slots[fd].file = file;
      slots[fd].closeOnExec = from[fd].closeOnExec;
    }
  }
  /** execve(2): closes what is marked so. */
  closeMarked(): void {
    for (let fd: u64 = 0; fd < this.slotCount; fd++) if (this.isCloseOnExec(i32(fd))) this.close(i32(fd));
  }
  /** The end of a process: closes all descriptors and gives the table's memory back. */
  closeAll(): void {
    for (let fd: u64 = 0; fd < this.slotCount; fd++) this.close(i32(fd));
    const slots = this.slots;
    this.slots = null;
    if (slots !== null) freeArray<Embed<Descriptor>>(slots);
  }
  setCloseOnExec(fd: i32, on: boolean): void {
    const slot = this.slot(fd);
    if (slot !== null) slot.closeOnExec = on;
  }
}
