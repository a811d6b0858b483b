/** 2 MiB pages against a model of every 4 KiB page in them: cutting, dropping, moving, protecting, collapsing, shrinking. */

import { entryAddress } from "../arch/x64/pte.ts";
import { expect, failures } from "../lib/host/testing.ts";
import { log } from "../lib/log.ts";
import { AddressSpace } from "./addressspace.ts";
import { makeMemory } from "./hostarena.ts";
import { allowLargePages, shrinkLargePages } from "./largepages.ts";
import { LARGE_PAGE_SIZE, PAGE_SIZE } from "./layout.ts";
import { Advice, MapFlag, Prot } from "./mapflags.ts";
import { allocPage, freePageCount, freePages } from "./pages.ts";
import { physToVirt } from "./physmap.ts";

const BASE: u64 = 0x10_0000_0000;
const LARGE: u64 = 4;
const PAGES: u64 = 2048;
const RIGHTS: u32 = Prot.read | Prot.write;
const ANONYMOUS: u32 = MapFlag.private | MapFlag.anonymous;

let seed: u64 = 0x9e37_79b9_7f4a_7c15;

function random(below: u64): u64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

const space = new AddressSpace();
/** What the first word of each page holds. */
let words!: FixedArray<u64, 2048>;

function word(page: u64): Ptr<u64> | null {
  const at = space.mappings.table.pageAt(BASE + page * PAGE_SIZE);
  return at === 0 ? null : ptr<u64>(physToVirt(at));
}
function write(page: u64, value: u64): void {
  expect(space.handleFault(BASE + page * PAGE_SIZE, true, false) === 0, "memory can be written");
  word(page)![0] = value;
  words[page] = value;
}
function check(what: string): void {
  for (let i: u64 = 0; i < PAGES; i++) {
    const at = word(i);
    const found: u64 = at === null ? 0 : at[0];
    if (found === words[i]) continue;
    expect(false, what);
    log(`page ${i} holds ${found}, not ${words[i]}`);
    return;
  }
}
function start(): void {
  space.map(BASE, PAGES * PAGE_SIZE, RIGHTS, ANONYMOUS | MapFlag.fixed, null, 0);
  for (let i: u64 = 0; i < PAGES; i++) words[i] = 0;
}
function end(free: u64): void {
  space.unmap(BASE, PAGES * PAGE_SIZE);
  expect(freePageCount() === free && space.mappings.residentPages === 0, "all memory comes back");
  expect(space.mappings.table.tablePages === 1 && space.mappings.table.largePages === 0, "and all tables");
}

function policy(): void {
  start();
  write(5, 1);
  expect(space.mappings.table.largePages === 1 && space.mappings.residentPages === 512, "one page of 2 MiB");
  expect(space.advise(BASE + LARGE_PAGE_SIZE, LARGE_PAGE_SIZE, Advice.noHugePage) === 0, "advice");
  write(512, 2);
  expect(space.mappings.residentPages === 513, "none where the program asked for none");
  space.advise(BASE + LARGE_PAGE_SIZE, 2 * LARGE_PAGE_SIZE, Advice.hugePage);
  write(1024, 3);
  expect(space.mappings.residentPages === 513 + 512, "one where it asked for them");
  check("policy");
  const stack = space.map(0, LARGE_PAGE_SIZE * 2, RIGHTS, ANONYMOUS | MapFlag.stack, null, 0);
  space.handleFault(u64(stack) + LARGE_PAGE_SIZE - 1, true, false);
  expect(space.mappings.residentPages === 513 + 512 + 1, "none for stacks");
  space.unmap(u64(stack), LARGE_PAGE_SIZE * 2);
}

/** What is next to nothing but zeros goes back when memory is short, and reads as zeros again. */
function shrinking(): void {
  start();
  for (let i: u64 = 0; i < LARGE; i++) write(i * 512 + 7, i + 1);
  expect(shrinkLargePages(space.mappings, 100) === 511, "the zeros of one page of 2 MiB");
  expect(shrinkLargePages(space.mappings, 10000) === 3 * 511, "and of the others");
  expect(space.mappings.residentPages === LARGE && shrinkLargePages(space.mappings, 1) === 0, "no more");
  check("shrunk");
  write(8, 9);
  check("written again");
}

function collapsing(): void {
  start();
  allowLargePages(false);
  for (let i: u64 = 0; i < 600; i += 3) write(i, i + 1);
  expect(space.mappings.table.largePages === 0, "small pages");
  expect(space.advise(BASE, 2 * LARGE_PAGE_SIZE, Advice.collapse) === 0, "collapse");
  expect(space.mappings.table.largePages === 2 && space.mappings.residentPages === 1024, "large ones");
  allowLargePages(true);
  check("collapsed");
}

function step(): void {
  const first = random(PAGES);
  const count = 1 + random(min(PAGES - first, random(4) === 0 ? 1100 : 20));
  const from = BASE + first * PAGE_SIZE;
  const length = count * PAGE_SIZE;
  switch (u32(random(6))) {
    case 0:
    case 1:
      write(first, random(1000000));
      break;
    case 2:
      space.advise(from, length, Advice.dontNeed);
      for (let i = first; i < first + count; i++) words[i] = 0;
      break;
    case 3:
      space.map(from, length, RIGHTS, ANONYMOUS | MapFlag.fixed, null, 0);
      for (let i = first; i < first + count; i++) words[i] = 0;
      break;
    case 4:
      expect(space.protect(from, length, u32(random(2))) === 0, "protect");
      check("contents stay while the rights change");
      expect(space.protect(from, length, RIGHTS) === 0, "protect back");
      break;
    default: {
      const aside = space.map(0, length + LARGE_PAGE_SIZE, RIGHTS, ANONYMOUS | MapFlag.noReserve, null, 0);
      const to = (u64(aside) + LARGE_PAGE_SIZE - 1) & ~(LARGE_PAGE_SIZE - 1);
      const target = to + (random(2) === 0 ? from & (LARGE_PAGE_SIZE - 1) : 0);
      const fits = target + length <= u64(aside) + length + LARGE_PAGE_SIZE;
      if (fits && space.remap(from, length, length, 3, target) === isize(target)) {
        expect(space.mappings.table.pageAt(from) === 0, "a page that has moved is not where it was");
        expect(space.remap(target, length, length, 3, from) === isize(from), "back");
      }
      space.unmap(u64(aside), length + LARGE_PAGE_SIZE);
    }
  }
}

export function main(): i32 {
  makeMemory(0x180_0000);
  expect(space.mappings.table.init(), "a table");
  const free = freePageCount();
  policy();
  end(free);
  shrinking();
  end(free);
  collapsing();
  end(free);
  start();
  for (let i: u32 = 0; i < 3000 && failures() < 5; i++) {
    step();
    if (i % 16 === 0) check("a random step");
  }
  check("the last step");
  end(free);
  // A 2 MiB page that cannot be had is 4 KiB pages.
  start();
  const held = allocPage();
  allowLargePages(false);
  write(0, 1);
  expect(space.mappings.residentPages === 1, "disabled");
  allowLargePages(true);
  freePages(held, 0);
  const entry = space.mappings.table.entry(BASE);
  expect(entry !== null && entryAddress(entry[0]) !== 0, "a table of 4 KiB pages");
  end(free);
  return failures() === 0 ? 0 : 1;
}
