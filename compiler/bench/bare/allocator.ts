/** A size-class allocator over an arena: pseudo-random allocations and releases. */
class FreeBlock {
  next: FreeBlock | null = null;
}
class SizeClass {
  free: FreeBlock | null = null;
  size: u64 = 0;
  taken: u64 = 0;
}
class Allocator {
  classes!: FixedArray<Embed<SizeClass>, 8>;
  at: u64;
  readonly end: u64;

  constructor(arena: u64, length: u64) {
    this.at = arena;
    this.end = arena + length;
    for (let i: u64 = 0; i < 8; i++) this.classes[i].size = u64(16) << i;
  }
  private classOf(n: u64): u64 {
    return n <= 16 ? 0 : 60 - clz(n - 1);
  }
  /** @inline never */
  allocate(n: u64): u64 {
    const kind: SizeClass = this.classes[this.classOf(n)];
    kind.taken++;
    const block = kind.free;
    if (block !== null) {
      kind.free = block.next;
      return addressOf(block);
    }
    if (this.at + kind.size > this.end) return 0;
    const fresh = this.at;
    this.at += kind.size;
    return fresh;
  }
  /** @inline never */
  release(addr: u64, n: u64): void {
    const kind: SizeClass = this.classes[this.classOf(n)];
    const block = ref<FreeBlock>(addr);
    block.next = kind.free;
    kind.free = block;
    kind.taken--;
  }
}

export function run(seed: u64): u64 {
  const length: u64 = 1 << 22;
  const arena = newArray<u8>(length);
  const heap: Embed<Allocator> = new Allocator(arena.ptr.addr, length);
  const held = newArray<u64>(1024);
  const sizes = newArray<u64>(1024);
  let x = seed * 88172645463325252;
  let sum: u64 = 0;
  for (let i: u64 = 0; i < 6000000; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    const slot = x & 1023;
    if (held.ptr[slot] !== 0) {
      heap.release(held.ptr[slot], sizes.ptr[slot]);
      held.ptr[slot] = 0;
    } else {
      const size = ((x >> 20) & 1023) + 1;
      held.ptr[slot] = heap.allocate(size);
      sizes.ptr[slot] = size;
      sum += held.ptr[slot] - arena.ptr.addr;
    }
  }
  freeArray(arena);
  freeArray(held);
  freeArray(sizes);
  return sum;
}
