/**
 * System V shared memory (shmget(2), shmat(2), shmdt(2)): a segment is a file without a name, attached by mapping it.
 *
 * How often a segment is attached is how many areas show it, as in Linux. The table holds a reference to the file until
 * the segment is marked for removal; from then on the areas alone hold it, and the segment goes with the last of them.
 */
import { newAnonymousFile, type RamInode } from "../fs/ramfs/ramfs.ts";
import { Errno } from "../lib/errno.ts";
import { writeHex } from "../lib/format.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { space } from "../mm/addressspace.ts";
import { isBeyondMemory } from "../mm/limits.ts";
import { MapFlag, Prot } from "../mm/mapflags.ts";
import type { Vma } from "../mm/vma.ts";
import { IPC_PRIVATE, IpcObject, IpcTable, secondsNow } from "./objects.ts";

const PAGE: u64 = 4096;
/** SHMMNI, and SHMMAX less the margin that Linux keeps (include/uapi/linux/shm.h). */
export const MOST_SEGMENTS: u64 = 4096;
/** Of the file that it is. */
const LARGEST_FILE: u64 = 0x7fff_ffff_ffff_ffff;
export const LARGEST_SEGMENT: u64 = 0xffff_ffff_feff_ffff;

/** shmget(2). */
const HUGE_PAGES: u32 = 0o4000;
const NO_RESERVE: u32 = 0o10000;
/** shmat(2). */
enum Attach {
  readOnly = 0o10000,
  round = 0o20000,
  remap = 0o40000,
  execute = 0o100000,
}
/** In the mode: marked for removal, locked. */
export const DESTROYED: u32 = 0o1000;
export const LOCKED: u32 = 0o2000;

export class Segment extends IpcObject {
  file!: RamInode;
  size: u64 = 0;
  attachTime: u64 = 0;
  detachTime: u64 = 0;
  creator: i32 = 0;
  lastUser: i32 = 0;
}

export const segments = new IpcTable(MOST_SEGMENTS);

function asSegment(object: IpcObject): Segment {
  return ref<Segment>(addressOf(object));
}

/** shmget(2). */
export function getSegment(key: i32, size: u64, flags: u32, pid: i32): i32 {
  const [found, error] = segments.lookUp(key, flags);
  if (error !== 0) return error;
  if (found !== null) return asSegment(found).size < size ? -Errno.EINVAL : found.id;
  if (size === 0 || size > LARGEST_SEGMENT) return -Errno.EINVAL;
  if (size > LARGEST_FILE) return -Errno.EINVAL;
  if ((flags & HUGE_PAGES) !== 0) return -Errno.ENOMEM; // no page is set aside for it
  if ((flags & NO_RESERVE) === 0 && isBeyondMemory(size)) return -Errno.ENOMEM;
  const segment = new Segment();
  const id = segments.add(segment, key, flags);
  if (id < 0) {
    free(segment);
    return id;
  }
  const name: Embed<GrowingWriter> = new GrowingWriter();
  name.string("SYSV");
  writeHex(name, u64(u32(key)), 8);
  const file = newAnonymousFile(name.contents(), flags & 0o777);
  name.release();
  file.retain();
  file.whenGone = segmentGone;
  file.size = (size + PAGE - 1) & ~(PAGE - 1);
  file.number = u64(id);
  segment.file = file;
  segment.size = size;
  segment.creator = pid;
  return id;
}

export function findSegment(id: i32): [Segment | null, i32] {
  const [object, error] = segments.find(id);
  return object === null ? [null, error] : [asSegment(object), 0];
}
export function segmentAt(index: i32): Segment | null {
  const object = segments.at(index);
  return object === null ? null : asSegment(object);
}

/** The first area from `from` on that shows the segment. */
function nextArea(segment: Segment, from: Vma | null): Vma | null {
  for (let vma = from; vma !== null; vma = space.mappings.vmas.next(vma))
    if (addressOf(vma.source!) === addressOf(segment.file)) return vma;
  return null;
}
/** Attachments (shm_nattch). */
export function attachments(segment: Segment): u64 {
  const { vmas } = space.mappings;
  let count: u64 = 0;
  for (let vma = nextArea(segment, vmas.first()); vma !== null; vma = nextArea(segment, vmas.next(vma)))
    count++;
  return count;
}

/** shmat(2): the address, or a negative errno. */
export function attach(id: i32, address: u64, flags: u32, pid: i32): isize {
  if (id < 0) return -Errno.EINVAL;
  let at = address;
  if (at === 0) {
    if ((flags & Attach.remap) !== 0) return -Errno.EINVAL;
  } else if ((at & (PAGE - 1)) !== 0) {
    if ((flags & Attach.round) === 0) return -Errno.EINVAL;
    at &= ~(PAGE - 1);
    if (at === 0 && (flags & Attach.remap) !== 0) return -Errno.EINVAL;
  }
  const [segment, error] = findSegment(id);
  if (segment === null) return isize(error);
  const isReadOnly = (flags & Attach.readOnly) !== 0;
  let prot: u32 = isReadOnly ? Prot.read : Prot.read | Prot.write;
  if ((flags & Attach.execute) !== 0) prot |= Prot.execute;
  let kind: u32 = isReadOnly ? MapFlag.shared | MapFlag.neverWrite : MapFlag.shared;
  if (at !== 0) kind |= (flags & Attach.remap) !== 0 ? MapFlag.fixed : MapFlag.fixedNoReplace;
  const result = space.map(at, segment.size, prot, kind, segment.file, 0);
  if (result < 0) return result === -Errno.EEXIST ? -Errno.EINVAL : result;
  segment.attachTime = secondsNow();
  segment.lastUser = pid;
  return result;
}

/** The segment whose file a source is; null when it is another file. */
function segmentOf(vma: Vma): Segment | null {
  const source = vma.source;
  if (source === null) return null;
  for (let index: i32 = 0; index <= segments.highestIndex; index++) {
    const segment = segmentAt(index);
    if (segment !== null && addressOf(segment.file) === addressOf(source)) return segment;
  }
  return null;
}

/** shmdt(2): unmaps what is left of the attachment that began at `address`. */
export function detach(address: u64, pid: i32): i32 {
  if ((address & (PAGE - 1)) !== 0) return -Errno.EINVAL;
  const { vmas } = space.mappings;
  // A part of it may be gone, its first pages too: then the offset tells where it began.
  let vma = vmas.firstFrom(address);
  while (vma !== null && (vma.start - address !== vma.offset || segmentOf(vma) === null))
    vma = vmas.next(vma);
  if (vma === null) return -Errno.EINVAL;
  const segment = segmentOf(vma)!;
  const end = address + segment.file.size;
  segment.detachTime = secondsNow();
  segment.lastUser = pid;
  while (vma !== null && vma.start < end) {
    const next: Vma | null = vmas.next(vma);
    const isPart = addressOf(vma.source!) === addressOf(segment.file) && vma.start - address === vma.offset;
    const isLast = isPart && attachments(segment) === 1;
    if (isPart) space.unmap(vma.start, vma.end - vma.start);
    if (isLast) break; // the segment may be gone
    vma = next;
  }
  return 0;
}

/** IPC_RMID: the key is free at once; the memory goes with the last attachment. */
export function removeSegment(segment: Segment): void {
  if ((segment.mode & DESTROYED) !== 0) return;
  segment.mode |= DESTROYED;
  segment.key = IPC_PRIVATE;
  segment.file.release();
}
/** Called when nothing refers to the file of a segment any more. */
function segmentGone(file: RamInode): void {
  for (let index: i32 = 0; index <= segments.highestIndex; index++) {
    const segment = segmentAt(index);
    if (segment === null || addressOf(segment.file) !== addressOf(file)) continue;
    segments.remove(segment);
    free(segment);
    return;
  }
}
