/** Ranges of the kernel virtual area and kernel stacks: pages, guards, reuse, running out of memory. */

import { entryAddress, holdsPage } from "../arch/x64/pte.ts";
import { expect, failures } from "../lib/host/testing.ts";
import { makeMemory } from "./hostarena.ts";
import { freeAreaPages, isInKernelArea, mapAreaPages, mapDevice } from "./kernelarea.ts";
import { allocKernelStack, freeKernelStack } from "./kernelstack.ts";
import { kernelTable } from "./kerneltable.ts";
import { PAGE_SIZE } from "./layout.ts";
import { allocPage, freePageCount } from "./pages.ts";
import { physToVirt } from "./physmap.ts";

const BLOCKS = 60;
let seed: u64 = 0x6a09_e667_f3bc_c908;

function random(below: u64): u64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

/** The kernel's own address of the page behind `virt`; 0 when nothing is mapped there. */
function backing(virt: u64): u64 {
  const entry = kernelTable.entry(virt);
  return entry === null || !holdsPage(entry[0]) ? 0 : physToVirt(entryAddress(entry[0]));
}

class Block {
  start: u64 = 0;
  pages: u64 = 0;
  mark: u64 = 0;
  isStack: boolean = false;
}
let blocks!: FixedArray<Embed<Block>, 60>;

function step(): void {
  const block = blocks[random(BLOCKS)];
  if (block.start === 0) {
    block.isStack = random(2) === 0;
    block.pages = block.isStack ? 4 : 1 + random(20);
    block.start = block.isStack ? allocKernelStack(4) - 4 * PAGE_SIZE : mapAreaPages(block.pages);
    block.mark = random(0xffff_ffff);
    for (let i: u64 = 0; i < block.pages; i++)
      ptr<u64>(backing(block.start + i * PAGE_SIZE))[0] = block.mark + i;
    expect(backing(block.start - PAGE_SIZE) === 0, "a guard page below");
    return;
  }
  for (let i: u64 = 0; i < block.pages; i++) {
    expect(ptr<u64>(backing(block.start + i * PAGE_SIZE))[0] === block.mark + i, "a page of its own");
  }
  if (block.isStack) freeKernelStack(block.start + 4 * PAGE_SIZE);
  else freeAreaPages(block.start);
  block.start = 0;
}

export function main(): i32 {
  makeMemory(0x80_0000);
  expect(kernelTable.init(), "a table");
  const device = mapDevice(0xfeb0_0123, 8000);
  expect(isInKernelArea(device) && (device & 0xfff) === 0x123, "a device's registers");
  expect(entryAddress(kernelTable.entry(device + 4096)![0]) === 0xfeb0_1000, "and the page behind");
  expect(entryAddress(kernelTable.entry(device + 8192)![0]) === 0xfeb0_2000, "to the end");
  // One block of the size of all, so that the tables for the area exist.
  const whole = mapAreaPages(1600);
  freeAreaPages(whole);
  expect(
    mapAreaPages(1000) === whole && mapAreaPages(599) === whole + 1001 * PAGE_SIZE,
    "a freed range is used again",
  );
  freeAreaPages(whole);
  freeAreaPages(whole + 1001 * PAGE_SIZE);
  expect(mapAreaPages(1600) === whole, "and joined again");
  freeAreaPages(whole);
  const free = freePageCount();
  for (let i: u32 = 0; i < 8000 && failures() < 5; i++) step();
  for (let i: u64 = 0; i < BLOCKS; i++) {
    const block = blocks[i];
    if (block.start === 0) continue;
    if (block.isStack) freeKernelStack(block.start + 4 * PAGE_SIZE);
    else freeAreaPages(block.start);
  }
  const kept = free - freePageCount();
  expect(kept <= 16 * 4, "all but the kept stacks is free again");
  expect(mapAreaPages(0) === 0 && mapAreaPages(1_000_000) === 0, "what cannot be");
  while (freePageCount() > 30) allocPage();
  expect(mapAreaPages(25) === 0 && allocKernelStack(25) === 0 && freePageCount() === 30, "out of memory");
  expect(mapAreaPages(0xffff_ffff_ffff_ffff) === 0, "a count that wraps");
  return failures() === 0 ? 0 : 1;
}
