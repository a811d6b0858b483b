/** Mappings of files: sharing with the page cache, copies on write, the end of the file, areas that change meanwhile. */

import { entryAddress, holdsPage, isWritableEntry } from "../arch/x64/pte.ts";
import { expect, failures } from "../lib/host/testing.ts";
import { AddressSpace, PageSource } from "./addressspace.ts";
import { makeMemory } from "./hostarena.ts";
import { PAGE_SIZE } from "./layout.ts";
import { MapFlag } from "./mapflags.ts";
import { allocZeroedPage, freePageCount, pageReferences, releasePage, retainPage } from "./pages.ts";
import { physToVirt } from "./physmap.ts";

const space = new AddressSpace();
const PAGES: u64 = 40;

/** A file in memory of which only some pages are cached; reading another one can be made to disturb the mappings. */
class TestFile extends PageSource {
  pages!: FixedArray<u64, 40>;
  cached: u64 = 0;
  size: u64 = 40 * 4096 - 100;
  references: u32 = 1;
  reads: u32 = 0;
  broken: boolean = false;
  /** During the next read this range is unmapped. */
  unmapAt: u64 = 0;

  override page(index: u64): u64 {
    this.reads++;
    if (this.unmapAt !== 0) {
      space.unmap(this.unmapAt, PAGE_SIZE);
      this.unmapAt = 0;
    }
    if (this.broken || index * PAGE_SIZE >= this.size) return 0;
    this.cached |= u64(1) << index;
    retainPage(this.pages[index]);
    return this.pages[index];
  }
  override cachedPage(index: u64): u64 {
    if (index * PAGE_SIZE >= this.size || (this.cached & (u64(1) << index)) === 0) return 0;
    retainPage(this.pages[index]);
    return this.pages[index];
  }
  override pageSourceSize(): u64 {
    return this.size;
  }
  override retain(): void {
    this.references++;
  }
  override release(): void {
    this.references--;
  }
}
const file = new TestFile();

/** The kernel's address of what is mapped at `virt`; 0 when nothing is present. */
function mappedAt(virt: u64): u64 {
  const entry = space.mappings.table.entry(virt);
  return entry === null || !holdsPage(entry[0]) ? 0 : physToVirt(entryAddress(entry[0]));
}
function isWritable(virt: u64): boolean {
  const entry = space.mappings.table.entry(virt);
  return entry !== null && isWritableEntry(entry[0]);
}
function cacheAt(index: u64): u64 {
  return physToVirt(file.pages[index]);
}
function map(prot: u32, flags: u32): u64 {
  return u64(space.map(0x1000_0000, PAGES * PAGE_SIZE, prot, flags | MapFlag.fixed, file, 0));
}

function testPrivate(): void {
  file.cached = 0b1111;
  const base = map(3, MapFlag.private);
  expect(space.handleFault(base + 4096, false, false) === 0, "read");
  expect(mappedAt(base + 4096) === cacheAt(1) && !isWritable(base + 4096), "the cache's own page, read-only");
  expect(pageReferences(file.pages[1]) === 2, "with a reference");
  expect(
    mappedAt(base) === cacheAt(0) && mappedAt(base + 3 * 4096) === cacheAt(3),
    "cached neighbours come along",
  );
  expect(mappedAt(base + 4 * 4096) === 0 && file.reads === 0, "others are not read");
  expect(space.handleFault(base + 4096, true, false) === 0, "write");
  const copy = mappedAt(base + 4096);
  expect(copy !== cacheAt(1) && isWritable(base + 4096), "gives a copy");
  expect(ptr<u64>(copy)[0] === 1001 && pageReferences(file.pages[1]) === 1, "of the contents");
  expect(space.handleFault(base + 9 * 4096, true, false) === 0 && file.reads === 1, "write at once");
  expect(mappedAt(base + 9 * 4096) !== cacheAt(9) && isWritable(base + 9 * 4096), "copies too");
  expect(space.protect(base, 3 * 4096, 1) === 0 && !isWritable(base + 4096), "protected");
  expect(space.handleFault(base + 4096, true, false) === 2, "and so refused");
  expect(space.protect(base, 3 * 4096, 3) === 0, "writable again");
  expect(isWritable(base + 4096) && !isWritable(base), "the copy is, the cache's page is not");
  expect(mappedAt(base + 4096) === copy, "the copy is kept");
  expect(
    space.advise(base, 2 * 4096, 4) === 0 && space.handleFault(base + 4096, false, false) === 0,
    "dropped",
  );
  expect(mappedAt(base + 4096) === cacheAt(1), "shows the file again");
  // A cache that lets go of a page leaves it to the only mapping.
  const page = file.pages[2];
  expect(mappedAt(base + 2 * 4096) === physToVirt(page), "mapped along");
  releasePage(page);
  expect(
    space.handleFault(base + 2 * 4096, true, false) === 0 && mappedAt(base + 2 * 4096) === physToVirt(page),
    "no copy",
  );
  retainPage(page);
  space.unmap(base, PAGES * PAGE_SIZE);
}

function testShared(): void {
  const base = map(3, MapFlag.shared);
  expect(space.handleFault(base, false, false) === 0 && isWritable(base), "a shared page is writable");
  ptr<u64>(mappedAt(base))[1] = 77;
  expect(ptr<u64>(cacheAt(0))[1] === 77, "and is the file");
  expect(space.handleFault(base + 20 * 4096, true, false) === 0, "a write");
  expect(mappedAt(base + 20 * 4096) === cacheAt(20), "goes to the file");
  space.unmap(base, PAGES * PAGE_SIZE);
  const readOnly = map(1, MapFlag.shared | MapFlag.neverWrite);
  expect(space.protect(readOnly, 4096, 3) === -13, "a read-only file stays so");
  space.unmap(readOnly, PAGES * PAGE_SIZE);
}

function testEnd(): void {
  const base = u64(
    space.map(0x1000_0000, 60 * PAGE_SIZE, 1, MapFlag.private | MapFlag.fixed, file, 2 * PAGE_SIZE),
  );
  expect(space.handleFault(base + 37 * 4096, false, false) === 0, "the last page");
  expect(space.handleFault(base + 38 * 4096, false, false) === 3, "beyond it");
  expect(space.handleFault(base + 37 * 4096, false, true) === 2, "no execution");
  file.broken = true;
  file.cached = 0;
  expect(space.handleFault(base + 30 * 4096, false, false) === 3, "a read error");
  file.broken = false;
  expect(mappedAt(base + 37 * 4096) !== 0, "mapped before the cut");
  space.cutSource(file, 38 * PAGE_SIZE + 1);
  expect(mappedAt(base + 37 * 4096) === 0, "a cut unmaps what lies behind it");
  expect(space.handleFault(base + 36 * 4096, false, false) === 0, "what lies before it can be read");
  space.cutSource(file, 38 * PAGE_SIZE + 1);
  expect(mappedAt(base + 36 * 4096) !== 0, "and stays");
  const [source, offset] = space.sourceAt(base + 5);
  expect(source === file && offset === 2 * PAGE_SIZE + 5, "which file");
  space.unmap(base, 60 * PAGE_SIZE);
}

function testDisturbed(): void {
  file.cached = 0;
  const base = map(1, MapFlag.private);
  file.unmapAt = base + 8 * 4096;
  expect(space.handleFault(base + 8 * 4096, false, false) === 1, "unmapped during the read");
  expect(pageReferences(file.pages[8]) === 1, "gives the page back");
  file.unmapAt = base + 30 * 4096;
  expect(
    space.handleFault(base + 9 * 4096, false, false) === 0 && mappedAt(base + 9 * 4096) === cacheAt(9),
    "a change elsewhere",
  );
  space.unmap(base, PAGES * PAGE_SIZE);
}

export function main(): i32 {
  makeMemory(0x80_0000);
  expect(space.mappings.table.init(), "a table");
  for (let i: u64 = 0; i < PAGES; i++) {
    file.pages[i] = allocZeroedPage();
    ptr<u64>(cacheAt(i))[0] = 1000 + i;
  }
  const free = freePageCount();
  testPrivate();
  testShared();
  testEnd();
  testDisturbed();
  expect(file.references === 1, "no reference to the file is left");
  for (let i: u64 = 0; i < PAGES; i++) expect(pageReferences(file.pages[i]) === 1, "nor to its pages");
  expect(freePageCount() === free && space.mappings.residentPages === 0, "nor any page");
  return failures() === 0 ? 0 : 1;
}
