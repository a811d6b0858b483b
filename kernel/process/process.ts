/** The program as a process: its descriptors, its umask, what it was started with. */

import { Device } from "../fs/devfs/devfs.ts";
import { Errno } from "../lib/errno.ts";
import type { PageSource } from "../mm/pagesource.ts";
import { FileTable } from "../vfs/filetable.ts";
import { FileKind, type Inode } from "../vfs/inode.ts";
import { type OpenFile, OpenFlag } from "../vfs/openfile.ts";

export class Process {
  readonly files: Embed<FileTable> = new FileTable();
  umask: u32 = 0o022;
  executable: Inode | null = null;
  /** The stack pointer that the program began with. */
  initialStack: u64 = 0;
  /** Absolute path of the executable. */
  path: string = "";
  args!: Slice<string>;
  env!: Slice<string>;
}

export const process = new Process();

export function currentFiles(): FileTable {
  return process.files;
}

const PROT_WRITE: u32 = 2;
const MAP_SHARED: u32 = 1;
const MAP_TYPE: u32 = 15;
const MAP_SHARED_VALIDATE: u32 = 3;

/** What mmap(2) maps for a descriptor: its source (or null and a negative errno), and whether a shared mapping may be written. */
export function mappableFile(fd: i32, prot: u32, flags: u32): [PageSource | null, i32, boolean] {
  using file = currentFiles().get(fd);
  if (file === null) return [null, -Errno.EBADF, false];
  const [source, error] = sourceOf(file, prot, flags);
  return [source, error, (file.flags & OpenFlag.accessMask) === OpenFlag.readWrite];
}
/** /dev/zero: mapping it gives memory. */
export function isZeroDevice(fd: i32): boolean {
  using file = currentFiles().get(fd);
  if (file === null) return false;
  const inode = file.inode;
  return inode !== null && inode.kind === FileKind.character && inode.device === Device.zero;
}
function sourceOf(file: OpenFile, prot: u32, flags: u32): [PageSource | null, i32] {
  const kind = flags & MAP_TYPE;
  const shared = kind === MAP_SHARED || kind === MAP_SHARED_VALIDATE;
  const isWritable = (file.flags & OpenFlag.accessMask) === OpenFlag.readWrite;
  if (shared && (prot & PROT_WRITE) !== 0 && !isWritable) return [null, -Errno.EACCES];
  if (!file.mayRead) return [null, -Errno.EACCES];
  const inode = file.inode;
  if (inode === null || !inode.isRegular) return [null, -Errno.ENODEV];
  return [inode, 0];
}
