/** What a file is: stat(2), statx(2), access(2), statfs(2). */
import { Errno } from "../lib/errno.ts";
import { freePageCount, totalPageCount } from "../mm/pages.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { inodeOf } from "../vfs/anonymous.ts";
import { FileKind, type Inode } from "../vfs/inode.ts";
import { Walk } from "../vfs/path.ts";
import { Sys } from "./numbers.ts";
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  descriptorInode,
  walkExisting,
  walkOrDescriptor,
} from "./paths.ts";
import { handle } from "./table.ts";

const NS: u64 = 1000000000;

/** struct stat of x86_64 (144 bytes). */
class Stat {
  device!: u64;
  inode!: u64;
  links!: u64;
  mode!: u32;
  uid!: u32;
  gid!: u32;
  padding!: u32;
  specialDevice!: u64;
  size!: u64;
  blockSize!: u64;
  blocks!: u64;
  accessTime!: u64;
  accessNs!: u64;
  modifyTime!: u64;
  modifyNs!: u64;
  changeTime!: u64;
  changeNs!: u64;
  unused!: FixedArray<u64, 3>;
}

function writeStat(inode: Inode, to: u64): isize {
  if (!userWritable(to, sizeOf<Stat>())) return -Errno.EFAULT;
  fillBytes(to, 0, sizeOf<Stat>());
  const s = ref<Stat>(to);
  s.device = inode.filesystem;
  s.inode = inode.number;
  s.links = u64(inode.links);
  s.mode = inode.mode;
  s.uid = inode.uid;
  s.gid = inode.gid;
  s.specialDevice = isDevice(inode) ? inode.device : 0;
  s.size = inode.size;
  s.blockSize = 4096;
  s.blocks = inode.blocks;
  s.accessTime = inode.accessNs / NS;
  s.accessNs = inode.accessNs % NS;
  s.modifyTime = inode.modifyNs / NS;
  s.modifyNs = inode.modifyNs % NS;
  s.changeTime = inode.changeNs / NS;
  s.changeNs = inode.changeNs % NS;
  return 0;
}
function isDevice(inode: Inode): boolean {
  return inode.kind === FileKind.character || inode.kind === FileKind.block;
}

export function sysFstat(fd: i32, to: u64): isize {
  using file = currentFiles().get(fd);
  if (file === null) return -Errno.EBADF;
  return writeStat(inodeOf(file), to);
}
/** Whether the path of a stat call names the descriptor: none at all is as good as an empty one since Linux 6.11. */
function namesDescriptor(path: u64, flags: u32): boolean {
  if ((flags & AT_EMPTY_PATH) === 0) return false;
  return path === 0 || (userReadable(path, 1) && loadUnaligned<u8>(path) === 0);
}
/** To what a stat call is asked about. Flags that do not exist are not looked at where an open descriptor is named. */
function walkForStat(walk: Walk, fd: i32, path: u64, flags: u32): i32 {
  const byDescriptor = namesDescriptor(path, flags);
  if ((flags & ~STATX_FLAGS) !== 0 && !(byDescriptor && fd >= 0)) return -Errno.EINVAL;
  if (byDescriptor) return descriptorInode(walk, fd);
  return walkExisting(walk, fd, path, (flags & AT_SYMLINK_NOFOLLOW) === 0);
}
export function sysNewfstatat(dirFd: i32, path: u64, to: u64, flags: u32): isize {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkForStat(walk, dirFd, path, flags);
  return error !== 0 ? isize(error) : writeStat(walk.inode!, to);
}

/** struct statx (256 bytes): basic fields only, as STATX_BASIC_STATS says. */
class StatX {
  mask!: u32;
  blockSize!: u32;
  attributes!: u64;
  links!: u32;
  uid!: u32;
  gid!: u32;
  mode!: u16;
  padding!: u16;
  inode!: u64;
  size!: u64;
  blocks!: u64;
  attributesMask!: u64;
  accessTime!: u64;
  accessNs!: u64;
  birthTime!: u64;
  birthNs!: u64;
  changeTime!: u64;
  changeNs!: u64;
  modifyTime!: u64;
  modifyNs!: u64;
  specialMajor!: u32;
  specialMinor!: u32;
  deviceMajor!: u32;
  deviceMinor!: u32;
  rest!: FixedArray<u64, 14>;
}
const STATX_BASIC: u32 = 0x7ff;
/** AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT, AT_EMPTY_PATH, AT_STATX_SYNC_TYPE. */
const STATX_FLAGS: u32 = 0x7900;

export function sysStatx(dirFd: i32, path: u64, flags: u32, mask: u32, to: u64): isize {
  if ((mask & 0x80000000) !== 0 || (flags & 0x6000) === 0x6000) return -Errno.EINVAL;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkForStat(walk, dirFd, path, flags);
  if (error !== 0) return isize(error);
  if (!userWritable(to, sizeOf<StatX>())) return -Errno.EFAULT;
  const inode = walk.inode!;
  fillBytes(to, 0, sizeOf<StatX>());
  const s = ref<StatX>(to);
  s.mask = STATX_BASIC;
  s.blockSize = 4096;
  s.links = inode.links;
  s.uid = inode.uid;
  s.gid = inode.gid;
  s.mode = u16(inode.mode);
  s.inode = inode.number;
  s.size = inode.size;
  s.blocks = inode.blocks;
  s.accessTime = inode.accessNs / NS;
  s.accessNs = inode.accessNs % NS;
  s.changeTime = inode.changeNs / NS;
  s.changeNs = inode.changeNs % NS;
  s.modifyTime = inode.modifyNs / NS;
  s.modifyNs = inode.modifyNs % NS;
  if (isDevice(inode)) {
    s.specialMajor = u32(inode.device >> 8);
    s.specialMinor = u32(inode.device & 0xff);
  }
  s.deviceMinor = u32(inode.filesystem);
  return 0;
}

/** access(2): root may do anything but execute what nobody may, and write to what is read only. */
/** AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH. */
const ACCESS_FLAGS: u32 = 0x1300;
export function sysFaccessat(dirFd: i32, path: u64, mode: u32, flags: u32): isize {
  if ((mode & ~u32(7)) !== 0 || (flags & ~ACCESS_FLAGS) !== 0) return -Errno.EINVAL;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkOrDescriptor(walk, dirFd, path, flags);
  if (error !== 0) return isize(error);
  const inode = walk.inode!;
  if ((mode & 2) !== 0 && inode.isReadOnly && !isDevice(inode)) return -Errno.EROFS;
  if ((mode & 1) !== 0 && !inode.isDirectory && (inode.mode & 0o111) === 0) return -Errno.EACCES;
  return 0;
}

/** struct statfs of x86_64 (120 bytes). */
class StatFs {
  kind!: u64;
  blockSize!: u64;
  blocks!: u64;
  free!: u64;
  available!: u64;
  files!: u64;
  freeFiles!: u64;
  id!: u64;
  nameLength!: u64;
  fragmentSize!: u64;
  flags!: u64;
  spare!: FixedArray<u64, 4>;
}
const EROFS_SUPER_MAGIC: u64 = 0xe0f5e1e2;
const ST_RDONLY: u64 = 1;

function writeStatFs(inode: Inode, to: u64): isize {
  if (!userWritable(to, sizeOf<StatFs>())) return -Errno.EFAULT;
  fillBytes(to, 0, sizeOf<StatFs>());
  const s = ref<StatFs>(to);
  s.kind = inode.isReadOnly ? EROFS_SUPER_MAGIC : inode.filesystemMagic;
  s.blockSize = 4096;
  s.fragmentSize = 4096;
  s.nameLength = 255;
  if (inode.isReadOnly) s.flags = ST_RDONLY;
  else {
    s.blocks = totalPageCount();
    s.free = freePageCount();
    s.available = s.free;
  }
  s.id = inode.filesystem;
  return 0;
}
export function sysStatfs(path: u64, to: u64): isize {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkExisting(walk, AT_FDCWD, path, true);
  if (error !== 0) return isize(error);
  return writeStatFs(walk.inode!, to);
}
export function sysFstatfs(fd: i32, to: u64): isize {
  using file = currentFiles().get(fd);
  if (file === null) return -Errno.EBADF;
  return writeStatFs(inodeOf(file), to);
}

export function registerStatCalls(): void {
  handle(Sys.stat, (path, to) => sysNewfstatat(AT_FDCWD, path, to, 0));
  handle(Sys.lstat, (path, to) => sysNewfstatat(AT_FDCWD, path, to, AT_SYMLINK_NOFOLLOW));
  handle(Sys.fstat, (fd, to) => sysFstat(i32(fd), to));
  handle(Sys.newfstatat, (fd, path, to, flags) => sysNewfstatat(i32(fd), path, to, u32(flags)));
  handle(Sys.statx, (fd, path, flags, mask, to) => sysStatx(i32(fd), path, u32(flags), u32(mask), to));
  handle(Sys.access, (path, mode) => sysFaccessat(AT_FDCWD, path, u32(mode), 0));
  handle(Sys.faccessat, (fd, path, mode) => sysFaccessat(i32(fd), path, u32(mode), 0));
  handle(Sys.faccessat2, (fd, path, mode, flags) => sysFaccessat(i32(fd), path, u32(mode), u32(flags)));
  handle(Sys.statfs, (path, to) => sysStatfs(path, to));
  handle(Sys.fstatfs, (fd, to) => sysFstatfs(i32(fd), to));
}
