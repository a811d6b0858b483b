/** What mmap(2) makes of a descriptor: pages of a file, memory of its own, or nothing, with the reasons in Linux's order (do_mmap, 6.18). */
import { Device } from "../fs/devfs/devfs.ts";
import { Errno } from "../lib/errno.ts";
import { MapFlag, Prot } from "../mm/mapflags.ts";
import type { PageSource } from "../mm/pagesource.ts";
import { FileKind, Seal } from "../vfs/inode.ts";
import { type OpenFile, OpenFlag, Role } from "../vfs/openfile.ts";
import { currentFiles } from "./process.ts";

/** LEGACY_MAP_MASK of Linux (include/linux/mman.h): MAP_SHARED_VALIDATE takes no others. */
const KNOWN_FLAGS: u32 = 0x7c07_f9f3 | 0x0400_0000;
const WRITE_SEALS: u32 = Seal.write | Seal.futureWrite;
/** The greatest offset in a file (MAX_LFS_FILESIZE). */
const LAST_FILE_BYTE: u64 = 0x7fff_ffff_ffff_ffff;
const LAST_BYTE: u64 = 0xffff_ffff_ffff_ffff;

export enum Mapped {
  /** The file's pages. */
  pages,
  /** Memory that begins as zeros: /dev/zero. */
  zeros,
  /** A socket's mapping: it fails only when what stood there has gone. */
  nothing,
}

export class FileMapping {
  kind: Mapped = Mapped.pages;
  source: PageSource | null = null;
  /** Why the file may not be mapped so, told after what is wrong with the address; 0. */
  refusal: i32 = 0;
  /** Whether a shared mapping may be, or become, writable. */
  isWritable: boolean = false;

  /** Looks at the file: -EBADF when there is none. `size`: bytes, whole pages. */
  find(fd: i32, prot: u32, flags: u32, offset: u64, size: u64): i32 {
    using file = currentFiles().getOpen(fd);
    if (file === null) return -Errno.EBADF;
    const inode = file.inode;
    const sealed = inode !== null && (inode.seals & WRITE_SEALS) !== 0;
    this.isWritable = !sealed && isReadWrite(file);
    this.refusal = refusalOf(file, prot, flags);
    if (isBeyond(file, offset, size)) this.refusal = -Errno.EOVERFLOW;
    if (this.refusal !== 0) return 0;
    if (file.role === Role.socket) this.kind = Mapped.nothing;
    else if (isZeroDevice(file)) this.kind = Mapped.zeros;
    else this.source = inode;
    return 0;
  }
}

function isReadWrite(file: OpenFile): boolean {
  return (file.flags & OpenFlag.accessMask) === OpenFlag.readWrite;
}
function isZeroDevice(file: OpenFile): boolean {
  const inode = file.inode;
  return inode !== null && inode.kind === FileKind.character && inode.device === Device.zero;
}
/** Whether the last byte has no offset in the file. */
function isBeyond(file: OpenFile, offset: u64, size: u64): boolean {
  const inode = file.inode;
  const counts = file.role === Role.socket || (inode !== null && inode.isRegular);
  const last = counts ? LAST_FILE_BYTE : LAST_BYTE;
  return size > last || offset / 4096 > (last - size) / 4096;
}
function refusalOf(file: OpenFile, prot: u32, flags: u32): i32 {
  const kind = flags & MapFlag.typeMask;
  const isShared = kind === MapFlag.shared || kind === MapFlag.sharedValidate;
  if (!isShared && kind !== MapFlag.private) return -Errno.EINVAL;
  if (kind === MapFlag.sharedValidate && (flags & ~KNOWN_FLAGS) !== 0) return -Errno.EOPNOTSUPP;
  const writes = isShared && (prot & Prot.write) !== 0;
  if (writes && !isReadWrite(file)) return -Errno.EACCES;
  if (!file.mayRead) return -Errno.EACCES;
  if ((prot & Prot.execute) !== 0 && !file.mayBeExecuted) return -Errno.EPERM;
  if (!file.isMappable && file.role !== Role.socket && !isZeroDevice(file)) return -Errno.ENODEV;
  if ((flags & MapFlag.growsDown) !== 0) return -Errno.EINVAL;
  const inode = file.inode;
  return writes && inode !== null && (inode.seals & WRITE_SEALS) !== 0 ? -Errno.EPERM : 0;
}
