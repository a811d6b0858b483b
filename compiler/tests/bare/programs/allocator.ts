// A first-fit allocator over a static arena, with coalescing.
import { check, hide } from "../lib/check.ts";

class Block {
  size!: u64;
  free!: boolean;
  next: Block | null = null;
}
/** @align 16 */
let arena!: FixedArray<u8, 4096>;

class Arena {
  private first: Block;
  constructor() {
    this.first = ref<Block>(arena.ptr.addr);
    this.first.size = 4096 - sizeOf<Block>();
    this.first.free = true;
    this.first.next = null;
  }
  allocate(n: u64): u64 {
    const size = (n + 15) & ~15;
    for (let b: Block | null = this.first; b !== null; b = b.next) {
      if (!b.free || b.size < size) continue;
      if (b.size >= size + sizeOf<Block>() + 16) {
        const rest = ref<Block>(addressOf(b) + sizeOf<Block>() + size);
        rest.size = b.size - size - sizeOf<Block>();
        rest.free = true;
        rest.next = b.next;
        b.next = rest;
        b.size = size;
      }
      b.free = false;
      return addressOf(b) + sizeOf<Block>();
    }
    return 0;
  }
  release(addr: u64): void {
    ref<Block>(addr - sizeOf<Block>()).free = true;
    let b: Block | null = this.first;
    while (b !== null) {
      const next: Block | null = b.next;
      if (next !== null && b.free && next.free) {
        b.size += next.size + sizeOf<Block>();
        b.next = next.next;
      } else b = next;
    }
  }
  blocks(): u32 {
    let n: u32 = 0;
    for (let b: Block | null = this.first; b !== null; b = b.next) n++;
    return n;
  }
}
export function main(): i32 {
  const a: Embed<Arena> = new Arena();
  const p = a.allocate(hide<u64>(100));
  const q = a.allocate(200);
  const r = a.allocate(300);
  check(p !== 0 && q > p && r > q && a.blocks() === 4, "three");
  check(a.allocate(5000) === 0, "too large");
  fillBytes(q, 0xff, 200);
  a.release(q);
  check(a.blocks() === 4 && a.allocate(150) === q, "used again");
  a.release(p);
  a.release(q);
  a.release(r);
  check(a.blocks() === 1 && a.allocate(4000) !== 0, "one again");
  return 0;
}
