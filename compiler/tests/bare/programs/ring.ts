// A ring buffer with free-running positions that wrap.
import { check } from "../lib/check.ts";

class Ring {
  private data!: FixedArray<u16, 8>;
  private head: u8 = 250;
  private tail: u8 = 250;

  get used(): u8 {
    return this.head - this.tail;
  }
  put(x: u16): boolean {
    if (this.used === 8) return false;
    this.data[this.head & 7] = x;
    this.head++;
    return true;
  }
  take(): [u16, boolean] {
    if (this.used === 0) return [0, false];
    const x = this.data[this.tail & 7];
    this.tail++;
    return [x, true];
  }
}
export function main(): i32 {
  const r: Embed<Ring> = new Ring();
  let put: u16 = 0;
  let taken: u16 = 0;
  for (let round: u32 = 0; round < 100; round++) {
    while (r.put(put)) put++;
    check(r.used === 8, "full");
    for (let i: u32 = 0; i < round % 9; i++) {
      const [x, ok] = r.take();
      check(ok && x === taken, "in order");
      taken++;
    }
  }
  check(put - taken === u16(r.used) && put > 300, "balance");
  return 0;
}
