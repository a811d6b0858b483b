// A bitmap with first-free search by ctz, as page allocators have.
import { check, hide } from "../lib/check.ts";

class Bitmap {
  private words!: FixedArray<u64, 4>;
  take(): i32 {
    for (let i: u64 = 0; i < 4; i++) {
      const free = ~this.words[i];
      if (free === 0) continue;
      const bit = ctz(free);
      this.words[i] |= u64(1) << bit;
      return i32(i * 64 + bit);
    }
    return -1;
  }
  release(n: i32): void {
    this.words[u64(n) >> 6] &= ~(u64(1) << (u64(n) & 63));
  }
  used(): u64 {
    let n: u64 = 0;
    for (const w of this.words) n += popcount(w);
    return n;
  }
}
export function main(): i32 {
  const b: Embed<Bitmap> = new Bitmap();
  for (let i: i32 = 0; i < 256; i++) check(b.take() === i, "in order");
  check(b.take() === -1 && b.used() === 256, "full");
  b.release(hide<i32>(130));
  b.release(63);
  check(b.used() === 254 && b.take() === 63 && b.take() === 130, "lowest first");
  return 0;
}
