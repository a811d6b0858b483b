/** The page allocator against a model: a byte for every frame that says which block holds it. */
import { expect, failures } from "../lib/host/testing.ts";
import { FrameKind, MAX_ORDER, PageAllocator, tableBytes } from "./buddy.ts";
import { makeArena } from "./hostarena.ts";
import { PAGE_SIZE, pageUp } from "./layout.ts";
import { physToVirt } from "./physmap.ts";
import { RangeSet } from "./regions.ts";

const MEMORY: u64 = 0x240_0000; // nine units
const UNIT: u64 = 0x40_0000;
const FRAMES: u64 = 0x2400;
const BLOCKS = 300;

let seed: u64 = 0x9e37_79b9_7f4a_7c15;

function random(below: u64): u64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

class Block {
  phys: u64 = 0;
  order: u32 = 0;
  /** Pages of a run; 0 for a block. */
  run: u64 = 0;
  pages: u64 = 0;
}
const allocator = new PageAllocator();
const given = new RangeSet();
let blocks!: FixedArray<Embed<Block>, 300>;
let taken!: FixedArray<u8, 9216>;

function claim(block: Block): void {
  expect(given.contains(block.phys, block.phys + block.pages * PAGE_SIZE), "memory that was given");
  for (let i: u64 = 0; i < block.pages; i++) {
    const frame = block.phys / PAGE_SIZE + i;
    expect(taken[frame] === 0, "memory that was free");
    taken[frame] = 1;
  }
  // Links of free pages must not be disturbed by what users write.
  fillBytes(physToVirt(block.phys), 0xee, block.pages * PAGE_SIZE);
}

function step(): void {
  const block = blocks[random(BLOCKS)];
  if (block.phys !== 0) {
    for (let i: u64 = 0; i < block.pages; i++) taken[block.phys / PAGE_SIZE + i] = 0;
    if (block.run > 0) allocator.freeRun(block.phys);
    else allocator.free(block.phys, block.order);
    block.phys = 0;
    return;
  }
  if (random(4) === 0) {
    block.run = 1 + random(40);
    block.pages = block.run;
    block.phys = allocator.allocRun(block.run);
  } else {
    block.run = 0;
    block.order = random(20) === 0 ? u32(random(u64(MAX_ORDER + 1))) : u32(random(4));
    block.pages = u64(1) << u64(block.order);
    block.phys = allocator.alloc(block.order);
    if (block.phys !== 0)
      expect(block.phys % (block.pages * PAGE_SIZE) === 0, "a block is aligned to its size");
  }
  if (block.phys !== 0) claim(block);
}

function give(start: u64, end: u64): void {
  allocator.addRange(start, end);
  given.add(start, end);
}

function references(): void {
  const phys = allocator.alloc(0);
  allocator.retain(phys);
  expect(allocator.references(phys) === 2, "two references");
  const before = allocator.freeFrames;
  allocator.release(phys);
  expect(allocator.freeFrames === before && allocator.references(phys) === 1, "one reference is left");
  allocator.release(phys);
  expect(
    allocator.freeFrames === before + 1 && allocator.kindOf(phys) !== FrameKind.used,
    "the last one frees",
  );
  allocator.reserve(0, 3 * PAGE_SIZE);
  allocator.retain(PAGE_SIZE);
  allocator.release(PAGE_SIZE);
  allocator.release(PAGE_SIZE);
  expect(
    allocator.freeFrames === before + 1 && allocator.references(PAGE_SIZE) === 0,
    "reserved pages are not counted",
  );
  allocator.retain(MEMORY * 4);
  const four = allocator.alloc(2);
  allocator.split(four, 2);
  for (let i: u64 = 0; i < 4; i++) allocator.release(four + i * PAGE_SIZE);
  expect(allocator.freeFrames === before + 1, "a split block goes back page by page");
}

/** Whole units that the host is told of: each once, and then as free as before. */
function reported(): void {
  let units!: FixedArray<u64, 9>;
  let count: u64 = 0;
  for (let at = allocator.takeUnreported(); at !== 0; at = allocator.takeUnreported()) {
    expect(count < 9 && given.contains(at, at + UNIT), "a unit that was given");
    units[count] = at;
    count++;
  }
  expect(count >= 4, "the free units are found");
  expect(allocator.freeFrames === allocator.totalFrames - count * 1024, "and are not free meanwhile");
  for (let i: u64 = 0; i < count; i++) allocator.giveReported(units[i]);
  expect(allocator.freeFrames === allocator.totalFrames, "they are again");
  expect(allocator.takeUnreported() === 0, "none is told of twice");
}

export function main(): i32 {
  makeArena(MEMORY);
  const tables = pageUp(tableBytes(MEMORY));
  allocator.init(physToVirt(PAGE_SIZE), MEMORY);
  // Ranges with holes, one within a unit, one across several, and a late one in a unit that is in use by then.
  give(PAGE_SIZE + tables, 0x9_f000);
  give(0x18_3000, 0x41_0000);
  give(0x41_1000, 0x190_0000);
  expect(allocator.freeFrames === given.bytes() / PAGE_SIZE, "all that was given is free");
  for (let i: u32 = 0; i < 30000 && failures() < 5; i++) {
    step();
    if (i === 9000) give(0x10_0000, 0x10_7000);
    if (i === 15000) give(0x1a0_0000, MEMORY);
  }
  for (let i: u64 = 0; i < BLOCKS; i++) {
    const block = blocks[i];
    if (block.phys === 0) continue;
    if (block.run > 0) allocator.freeRun(block.phys);
    else allocator.free(block.phys, block.order);
  }
  expect(allocator.freeFrames === given.bytes() / PAGE_SIZE, "all comes back");
  expect(allocator.freeFrames === allocator.totalFrames, "free is total");
  references();
  expect(allocator.alloc(MAX_ORDER + 1) === 0 && allocator.allocRun(1025) === 0, "too large");
  reported();
  // Everything has merged again: the whole units come as largest blocks. Then page by page until nothing is left.
  for (let i: u64 = 0; i < 4; i++) expect(allocator.alloc(MAX_ORDER) !== 0, "a whole unit");
  const rest = allocator.freeFrames;
  for (let i: u64 = 0; i < rest; i++) if (allocator.alloc(0) === 0) expect(false, "every page can be had");
  expect(allocator.alloc(0) === 0 && allocator.freeFrames === 0, "out of memory");
  return failures() === 0 ? 0 : 1;
}
