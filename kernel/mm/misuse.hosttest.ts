/** Misuse of pages and heap ends in a panic: each case runs in a child process, which must abort. */
import { log, setLogSink } from "../lib/log.ts";
import { makeMemory } from "./hostarena.ts";
import {
  allocPage,
  allocPages,
  freePages,
  freeRun,
  pageAllocator,
  releasePage,
  retainPage,
  splitPages,
} from "./pages.ts";
import { physToVirt } from "./physmap.ts";
import { Heap } from "./slab.ts";

/** @extern fork */
declare function fork(): i32;
/** @extern waitpid */
declare function waitpid(child: i32, status: Ptr<i32>, options: i32): i32;
/** @extern _exit */
declare function exitNow(status: i32): never;

const SIGABRT: i32 = 6;
const CASES: u32 = 12;

const heap = new Heap(pageAllocator());

function silent(text: Ptr<u8>, length: usize): void {}

function misuse(which: u32): void {
  const page = allocPage();
  const block = allocPages(3);
  const object = heap.alloc(40, 8);
  heap.alloc(40, 8);
  const large = heap.alloc(20000, 8);
  switch (which) {
    case 0: // a page freed twice
      freePages(page, 0);
      freePages(page, 0);
      break;
    case 1: // a page within a free block
      freePages(block, 3);
      freePages(block + 4096, 0);
      break;
    case 2: // the wrong order
      freePages(block, 2);
      break;
    case 3: // a reference that nobody has
      releasePage(page);
      releasePage(page);
      break;
    case 4: // a reference to a free page
      freePages(page, 0);
      retainPage(page);
      break;
    case 5: // a page that is no memory
      freePages(0x4000_0000, 0);
      break;
    case 6: // an address within a page
      freePages(page + 8, 0);
      break;
    case 7: // an object freed twice, with another one between
      heap.free(object);
      heap.free(heap.alloc(100, 8));
      heap.free(object);
      break;
    case 8: // the inside of an object
      heap.free(object + 16);
      break;
    case 9: // a large block freed twice
      heap.free(large);
      heap.free(large);
      break;
    case 10: // a page that the heap does not own
      heap.free(physToVirt(page));
      break;
    default: // a block split twice
      splitPages(block, 3);
      splitPages(block, 3);
  }
}

export function main(): i32 {
  makeMemory(0x80_0000);
  let failures: i32 = 0;
  for (let i: u32 = 0; i <= CASES; i++) {
    const child = fork();
    if (child < 0) return 1;
    if (child === 0) {
      setLogSink(silent);
      // The last child misuses nothing: it shows that the others do not die of something else.
      if (i < CASES) misuse(i);
      else freeRun(pageAllocator().allocRun(3));
      exitNow(0);
    }
    let status: i32 = 0;
    if (waitpid(child, pointerTo(status), 0) !== child) return 1;
    const expected: i32 = i < CASES ? SIGABRT : 0;
    if (status !== expected) {
      log(`failed: misuse ${i} ended with status ${status}`);
      failures++;
    }
  }
  return failures === 0 ? 0 : 1;
}
