/** Maps the loadable segments of a checked image. */
import { Errno } from "../lib/errno.ts";
import type { AddressSpace, PageSource } from "../mm/addressspace.ts";
import { PAGE_SIZE, pageDown, pageUp } from "../mm/layout.ts";
import { MapFlag, Prot } from "../mm/mapflags.ts";
import { zeroInProgram } from "../mm/usercopy.ts";
import { SegmentFlag } from "./format.ts";
import type { ElfImage, LoadSegment } from "./reader.ts";

/**
 * An address for an image that may lie anywhere, its range reserved: `wanted` rounded up to its alignment, or where
 * the address space puts it for 0. The load base, or a negative errno.
 */
export function placeImage(space: AddressSpace, image: ElfImage, wanted: u64): isize {
  const size = image.end - image.start;
  const flags = MapFlag.private | MapFlag.anonymous | MapFlag.noReserve;
  if (wanted !== 0) {
    const start = (wanted + image.start + image.alignment - 1) & ~(image.alignment - 1);
    const got = space.map(start, size, 0, flags | MapFlag.fixedNoReplace, null, 0);
    return got < 0 ? got : isize(u64(got) - image.start);
  }
  // Room for the alignment; what it leaves over goes back.
  const slack = image.alignment - PAGE_SIZE;
  const got = space.map(0, size + slack, 0, flags, null, 0);
  if (got < 0) return got;
  const start = (u64(got) + image.alignment - 1) & ~(image.alignment - 1);
  if (start > u64(got)) space.unmap(u64(got), start - u64(got));
  if (start - u64(got) < slack) space.unmap(start + size, slack - (start - u64(got)));
  return isize(start - image.start);
}

/** Maps every segment at `base` plus its address: 0 or a negative errno. */
export function mapSegments(space: AddressSpace, image: ElfImage, base: u64, source: PageSource): i32 {
  for (let i: u64 = 0; i < image.loadCount; i++) {
    const error = mapSegment(space, image.loads[i], base, source);
    if (error !== 0) return error;
  }
  return 0;
}

function mapSegment(space: AddressSpace, load: LoadSegment, base: u64, source: PageSource): i32 {
  const prot = protectionOf(load.flags);
  const address = base + load.address;
  const fileEnd = address + load.fileSize;
  const end = pageUp(address + load.memorySize);
  const flags = MapFlag.private | MapFlag.fixed;
  let mapped = pageDown(address);
  if (load.fileSize > 0) {
    const length = pageUp(fileEnd) - mapped;
    const got = space.map(mapped, length, prot, flags, source, pageDown(load.offset));
    if (got < 0) return i32(got);
    mapped += length;
    // The rest of the last page is .bss; in a segment that may not be written nobody relies on it.
    const tail = min(mapped - fileEnd, load.memorySize - load.fileSize);
    if (tail > 0 && (prot & Prot.write) !== 0 && !zeroInProgram(space, fileEnd, mapped - fileEnd))
      return -Errno.ENOMEM;
  }
  if (mapped < end) {
    const got = space.map(mapped, end - mapped, prot, flags | MapFlag.anonymous, null, 0);
    if (got < 0) return i32(got);
  }
  return 0;
}

function protectionOf(flags: u32): u32 {
  let prot: u32 = 0;
  if ((flags & SegmentFlag.read) !== 0) prot |= Prot.read;
  if ((flags & SegmentFlag.write) !== 0) prot |= Prot.write;
  if ((flags & SegmentFlag.execute) !== 0) prot |= Prot.execute;
  return prot;
}
