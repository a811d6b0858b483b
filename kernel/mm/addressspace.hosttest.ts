/** The whole address space against a model with one entry a page: mmap, munmap, mprotect, mremap, madvise, faults. */

import { entryAddress, holdsPage, isWritableEntry } from "../arch/x64/pte.ts";
import { Errno } from "../lib/errno.ts";
import { expect, failures } from "../lib/host/testing.ts";
import { AddressSpace } from "./addressspace.ts";
import { makeMemory } from "./hostarena.ts";
import { PAGE_SIZE, STACK_TOP } from "./layout.ts";
import { MapFlag, Prot } from "./mapflags.ts";
import { freePageCount } from "./pages.ts";
import { physToVirt } from "./physmap.ts";

/** The window that random calls work in: it crosses a 2 MiB boundary. */
const BASE: u64 = 0x7f_ffc0_0000 - 32 * 4096;
const PAGES: u64 = 64;
const ANONYMOUS: u32 = MapFlag.private | MapFlag.anonymous;

let seed: u64 = 0x853c_49e6_748f_ea9b;

function random(below: u64): u64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

const space = new AddressSpace();
/** Rights of each page, 255 where nothing is mapped; and the word that its first bytes hold. */
let rights!: FixedArray<u8, 64>;
let words!: FixedArray<u64, 64>;
const NOTHING: u8 = 255;

function at(page: u64): u64 {
  return BASE + page * PAGE_SIZE;
}
function isWhole(first: u64, count: u64): boolean {
  for (let i = first; i < first + count; i++) if (rights[i] === NOTHING) return false;
  return true;
}

/** The word that the program would read at a page; faults it in. */
function read(page: u64): u64 {
  if (space.handleFault(at(page), false, false) !== 0) expect(false, "a readable page can be read");
  const entry = space.mappings.table.entry(at(page))!;
  return ptr<u64>(physToVirt(entryAddress(entry[0])))[0];
}
function write(page: u64, value: u64): void {
  if (space.handleFault(at(page), true, false) !== 0) expect(false, "a writable page can be written");
  const entry = space.mappings.table.entry(at(page))!;
  expect(isWritableEntry(entry[0]), "and is writable then");
  ptr<u64>(physToVirt(entryAddress(entry[0])))[0] = value;
}

function step(): void {
  const first = random(PAGES);
  const count = 1 + random(min(PAGES - first, 12));
  const prot = u32(random(8));
  switch (u32(random(7))) {
    case 0:
    case 1: {
      const got = space.map(at(first), count * PAGE_SIZE, prot, ANONYMOUS | MapFlag.fixed, null, 0);
      expect(got === isize(at(first)), "map");
      for (let i = first; i < first + count; i++) {
        rights[i] = u8(prot);
        words[i] = 0;
      }
      break;
    }
    case 2:
      expect(space.unmap(at(first), count * PAGE_SIZE) === 0, "unmap");
      for (let i = first; i < first + count; i++) rights[i] = NOTHING;
      break;
    case 3: {
      const whole = isWhole(first, count);
      expect(space.protect(at(first), count * PAGE_SIZE, prot) === (whole ? 0 : -Errno.ENOMEM), "protect");
      // What stands before a gap is changed.
      for (let i = first; i < first + count && rights[i] !== NOTHING; i++) rights[i] = u8(prot);
      break;
    }
    case 4:
      expect(
        space.advise(at(first), count * PAGE_SIZE, 4) === (isWhole(first, count) ? 0 : -Errno.ENOMEM),
        "advise",
      );
      for (let i = first; i < first + count; i++) words[i] = 0;
      break;
    case 5: {
      const value = random(0xffff_ffff);
      if (rights[first] !== NOTHING && (rights[first] & 2) !== 0) {
        write(first, value);
        words[first] = value;
      }
      break;
    }
    default:
      move(first, count);
  }
}

/** mremap to a fixed place within the window: areas and the gaps between them; what stands where a gap would come stays. */
function move(from: u64, count: u64): void {
  const to = random(PAGES - count + 1);
  const apart = to + count <= from || from + count <= to;
  const vma = space.mappings.find(at(from));
  const got = space.remap(at(from), count * PAGE_SIZE, count * PAGE_SIZE, 3, at(to));
  if (!apart) expect(got === -Errno.EINVAL, "a move onto itself");
  else if (vma === null) expect(got === -Errno.EFAULT, "a move of nothing");
  else {
    expect(got === isize(at(to)), "move");
    for (let i: u64 = 0; i < count; i++) {
      if (rights[from + i] === NOTHING) continue;
      rights[to + i] = rights[from + i];
      words[to + i] = words[from + i];
      rights[from + i] = NOTHING;
    }
  }
}

function compare(): void {
  for (let i: u64 = 0; i < PAGES; i++) {
    const mapped = rights[i] !== NOTHING;
    const prot: u8 = mapped ? rights[i] : 0;
    expect(space.isMapped(at(i), PAGE_SIZE) === mapped, "mapped");
    expect(space.isReadable(at(i), PAGE_SIZE) === (prot !== 0), "readable");
    expect(space.isWritable(at(i), 1) === ((prot & 2) !== 0), "writable");
    const outcome: u32 = !mapped ? 1 : (prot & 4) !== 0 ? 0 : 2;
    expect(space.handleFault(at(i), false, true) === outcome, "a fault of execution");
    if (prot !== 0) expect(read(i) === words[i], "contents");
    const entry = space.mappings.table.entry(at(i));
    if (!mapped && entry !== null) expect(!holdsPage(entry[0]), "nothing is left");
  }
  // Areas that could be joined are joined.
  for (let vma = space.mappings.vmas.first(); vma !== null; vma = space.mappings.vmas.next(vma)) {
    const next = space.mappings.vmas.next(vma);
    if (next !== null) expect(vma.end <= next.start && !vma.continuesIn(next), "areas are apart and merged");
  }
}

function placement(): void {
  const page: isize = 4096;
  const a = space.map(0, 10000, 3, ANONYMOUS, null, 0);
  const b = space.map(0, 4096, 1, ANONYMOUS, null, 0);
  expect(a === 0x7fff_f7ff_c000 && b === a - page, "from the top down");
  expect(space.map(0x1234567, 4096, 1, ANONYMOUS, null, 0) === 0x1234000, "a hint is taken");
  expect(space.map(0x1234000, 4096, 1, ANONYMOUS, null, 0) === b - page, "an occupied hint is not");
  const noReplace = ANONYMOUS | MapFlag.fixedNoReplace;
  expect(space.map(0x1234000, 4096, 1, noReplace, null, 0) === -Errno.EEXIST, "no replacement");
  const low = space.map(0, 4096, 1, ANONYMOUS | MapFlag.low32Bit, null, 0);
  expect(low === 0x7fff_f000, "low");
  expect(space.map(0, 0, 1, ANONYMOUS, null, 0) === -Errno.EINVAL, "no length");
  expect(space.map(0, 4096, 1, MapFlag.anonymous, null, 0) === -Errno.EINVAL, "neither shared nor private");
  expect(space.map(0, 0xffff_ffff_ffff_ffff, 1, ANONYMOUS, null, 0) === -Errno.ENOMEM, "a length that wraps");
  expect(space.map(0, 0x4000_0000, 3, ANONYMOUS, null, 0) === -Errno.ENOMEM, "more than the machine has");
  const reserve = space.map(0, 0x4000_0000, 0, ANONYMOUS, null, 0);
  expect(reserve > 0, "but as a reservation");
  expect(
    space.map(0, 0x7fff_c000_0000, 0, ANONYMOUS, null, 0) === -Errno.ENOMEM,
    "more than the address space has",
  );
  const fixed = ANONYMOUS | MapFlag.fixed;
  expect(space.map(0x7fff_ffff_f000, 4096, 1, fixed, null, 0) === -Errno.ENOMEM, "beyond the end");
  expect(space.map(0, 4096, 1, fixed, null, 0) === -Errno.EPERM, "the null page");
  expect(space.map(0x10001, 4096, 1, fixed, null, 0) === -Errno.EINVAL, "not on a page");
  expect(space.unmap(0x1000, 0xffff_ffff_ffff_f000) === -Errno.EINVAL, "unmap wraps");
  expect(space.unmap(0x8000_0000_0000, 4096) === -Errno.EINVAL, "unmap beyond the end");
  expect(space.advise(0xffff_8000_0000_0000, 4096, 4) === -Errno.ENOMEM, "advice beyond the end");
  expect(space.advise(0xffff_ffff_ffff_f000, 8192, 4) === -Errno.EINVAL, "advice that wraps");
  expect(space.advise(0x1000, 0xffff_ffff_ffff_ffff, 4) === -Errno.EINVAL, "for too long a range");
  expect(space.protect(0xffff_ffff_ffff_f000, 8192, 1) === -Errno.ENOMEM, "protect wraps");
  expect(
    !space.isReadable(0xffff_ffff_ffff_ffff, 2) && !space.isReadable(u64(a), 0xffff_ffff_ffff_ffff),
    "no wrap",
  );
  expect(space.isReadable(0, 0) && !space.isReadable(0, 1), "nothing can be read anywhere");
  expect(space.remap(u64(low), 4096, 0xffff_ffff_ffff_0000, 1, 0) === -Errno.EINVAL, "remap wraps");
  expect(space.unmap(0x1000, 0x7fff_ffff_e000) === 0 && space.mappings.vmas.size() === 0, "all is unmapped");
}

function stackAndBreak(): void {
  expect(space.mapStack(0x2000), "stack");
  expect(space.handleFault(STACK_TOP - 0x10_0000, true, false) === 0, "a stack grows");
  expect(space.isWritable(STACK_TOP - 0x20_0000, 0x20_0000), "and is writable before it has grown");
  expect(space.handleFault(STACK_TOP - 0x80_0000, true, false) === 0, "to its limit");
  expect(space.handleFault(STACK_TOP - 0x80_0001, true, false) === 1, "not beyond");
  expect(space.isStackGuard(STACK_TOP - 0x80_0001) && !space.isStackGuard(STACK_TOP - 1), "the guard");
  space.setBrkStart(0x60_0000);
  expect(space.brk(0) === 0x60_0000 && space.brk(0x60_1234) === 0x60_1234, "brk grows");
  expect(space.isWritable(0x60_0000, 0x2000) && !space.isReadable(0x60_2000, 1), "by whole pages");
  expect(space.brk(0x60_0800) === 0x60_0800 && !space.isReadable(0x60_1000, 1), "and shrinks");
  expect(space.brk(0x1000_0000_0000) === 0x60_0800, "not beyond memory");
  expect(space.brk(0x60_0000) === 0x60_0000, "to nothing");
  space.unmap(0x1000, 0x7fff_ffff_e000);
}

export function main(): i32 {
  makeMemory(0x100_0000);
  expect(space.mappings.table.init(), "a table");
  const free = freePageCount();
  placement();
  stackAndBreak();
  for (let i: u64 = 0; i < PAGES; i++) rights[i] = NOTHING;
  for (let round: u32 = 0; round < 12000 && failures() < 5; round++) {
    step();
    if (round % 8 === 0) compare();
  }
  space.unmap(0x1000, 0x7fff_ffff_e000);
  expect(
    space.mappings.residentPages === 0 && space.mappings.table.tablePages === 1,
    "pages and tables are gone",
  );
  expect(freePageCount() === free, "and free");
  // A program may take all memory but the kernel's reserve; then faults say so.
  const big = u64(space.map(0, 0xff_0000, Prot.read | Prot.write, ANONYMOUS, null, 0));
  let outcome: u32 = 0;
  let touched: u64 = 0;
  while (outcome === 0) outcome = space.handleFault(big + touched++ * PAGE_SIZE, true, false);
  expect(outcome === 4 && freePageCount() > 0 && freePageCount() < 64, "out of memory");
  return failures() === 0 ? 0 : 1;
}
