/** The heap against a model: every object keeps a pattern that nothing else may disturb. */
import { expect, failures } from "../lib/host/testing.ts";
import { makeMemory } from "./hostarena.ts";
import { pageAllocator } from "./pages.ts";
import { Heap } from "./slab.ts";

const OBJECTS = 400;
let seed: u64 = 0x2545_f491_4f6c_dd1d;

function random(below: u64): u64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

class Held {
  address: u64 = 0;
  size: u64 = 0;
  pattern: u8 = 0;
}
const heap = new Heap(pageAllocator());
let held!: FixedArray<Embed<Held>, 400>;

function isIntact(object: Held): boolean {
  const bytes = ptr<u8>(object.address);
  for (let i: u64 = 0; i < object.size; i++) if (bytes[i] !== object.pattern) return false;
  return true;
}

function step(): void {
  const object = held[random(OBJECTS)];
  if (object.address !== 0) {
    expect(isIntact(object), "an object keeps its contents");
    heap.free(object.address);
    object.address = 0;
    return;
  }
  object.size = random(8) === 0 ? random(30000) : random(700);
  const align: u64 = u64(8) << random(10);
  object.address = heap.alloc(object.size, align);
  if (object.address === 0) return;
  expect(object.address % align === 0, "aligned");
  object.pattern = u8(random(256));
  fillBytes(object.address, object.pattern, object.size);
}

export function main(): i32 {
  makeMemory(0x80_0000);
  const pages = pageAllocator().freeFrames;
  for (let i: u32 = 0; i < 60000 && failures() < 5; i++) step();
  expect(pages - pageAllocator().freeFrames === heap.pagesUsed, "pages are accounted for");
  for (let i: u64 = 0; i < OBJECTS; i++) if (held[i].address !== 0) heap.free(held[i].address);
  expect(heap.objects === 0 && heap.bytesUsed === 0, "everything is free");
  // One empty slab a class may stay: eleven of one page, one of two, one of four.
  expect(heap.pagesUsed <= 17, "empty slabs go back");
  expect(heap.alloc(16, 8192) === 0, "more than page alignment is refused");
  expect(
    heap.alloc(0x41_0000, 8) === 0 && heap.alloc(0xffff_ffff_ffff_ffff, 8) === 0,
    "more than 4 MiB is refused",
  );
  let count: u64 = 0;
  while (heap.alloc(2048, 8) !== 0) count++;
  expect(count > 3000, "most of memory can be used");
  return failures() === 0 ? 0 : 1;
}
