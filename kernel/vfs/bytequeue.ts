/**
 * A queue of bytes with a limit: a ring that grows by doubling while more is put in, and is given back when it is empty
 * and large. Not for two threads at once; the caller locks.
 */
const FIRST_SIZE: u64 = 4096;
/** An empty ring up to this size is kept. */
const KEPT_SIZE: u64 = 16384;

export class ByteQueue {
  private ring: Slice<u8> | null = null;
  private start: u64 = 0;
  length: u64 = 0;

  constructor(readonly limit: u64) {}

  get room(): u64 {
    return this.limit - this.length;
  }
  /** The ring with space for `count` more bytes, the bytes that are there at its start when it had to grow. */
  private grown(count: u64): Slice<u8> {
    const old = this.ring;
    const need = this.length + count;
    if (old !== null && old.length >= need) return old;
    let size: u64 = old === null ? FIRST_SIZE : old.length;
    while (size < need) size *= 2;
    const bigger = newArray<u8>(size);
    if (old !== null) {
      this.copyOut(addressOf(bigger.ptr), 0, this.length);
      freeArray<u8>(old);
    }
    this.start = 0;
    this.ring = bigger;
    return bigger;
  }
  private copyOut(to: u64, offset: u64, count: u64): void {
    const ring = this.ring;
    if (ring === null) return;
    const at = (this.start + offset) % ring.length;
    const first = min(count, ring.length - at);
    copyBytes(to, addressOf(ring.ptr) + at, first);
    copyBytes(to + first, addressOf(ring.ptr), count - first);
  }
  /** Appends up to `count` bytes from address `from`: how many there was room for. */
  put(from: u64, count: u64): u64 {
    const n = min(count, this.room);
    if (n === 0) return 0;
    const ring = this.grown(n);
    const at = (this.start + this.length) % ring.length;
    const first = min(n, ring.length - at);
    copyBytes(addressOf(ring.ptr) + at, from, first);
    copyBytes(addressOf(ring.ptr), from + first, n - first);
    this.length += n;
    return n;
  }
  /** Copies up to `count` bytes, beginning `offset` bytes from the front, and leaves them there. */
  peek(to: u64, count: u64, offset: u64): u64 {
    if (offset >= this.length) return 0;
    const n = min(count, this.length - offset);
    this.copyOut(to, offset, n);
    return n;
  }
  /** Takes up to `count` bytes from the front. */
  take(to: u64, count: u64): u64 {
    return this.drop(this.peek(to, count, 0));
  }
  /** Gives up `n` bytes at the front, which are there. */
  drop(n: u64): u64 {
    const ring = this.ring;
    if (ring === null) return 0;
    this.start = (this.start + n) % ring.length;
    this.length -= n;
    if (this.length === 0 && ring.length > KEPT_SIZE) this.release();
    return n;
  }
  /** Forgets the bytes and gives the memory back. */
  release(): void {
    const ring = this.ring;
    if (ring !== null) freeArray<u8>(ring);
    this.ring = null;
    this.start = 0;
    this.length = 0;
  }
}
