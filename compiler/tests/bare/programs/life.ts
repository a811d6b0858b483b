// A glider moves one cell down and right in four generations.
import { check } from "../lib/check.ts";

class Life {
  cells!: FixedArray<u8, 256>;
  next!: FixedArray<u8, 256>;

  private neighbours(x: u64, y: u64): u8 {
    let n: u8 = 0;
    for (let dy: u64 = 15; dy <= 17; dy++) {
      for (let dx: u64 = 15; dx <= 17; dx++) {
        if (dx !== 16 || dy !== 16) n += this.cells[((y + dy) % 16) * 16 + ((x + dx) % 16)];
      }
    }
    return n;
  }
  step(): void {
    for (let y: u64 = 0; y < 16; y++) {
      for (let x: u64 = 0; x < 16; x++) {
        const n = this.neighbours(x, y);
        const alive = this.cells[y * 16 + x] === 1;
        this.next[y * 16 + x] = u8(n === 3 || (alive && n === 2));
      }
    }
    copyBytes(this.cells.ptr.addr, this.next.ptr.addr, 256);
  }
}
export function main(): i32 {
  const life = new Life();
  const start: readonly u64[] = [1, 18, 32, 33, 34];
  for (const at of start) life.cells[at] = 1;
  for (let i: u32 = 0; i < 40; i++) life.step();
  for (const at of start) check(life.cells[at + 170] === 1, "moved by ten");
  let alive: u32 = 0;
  for (const c of life.cells) alive += u32(c);
  check(alive === 5, "five cells");
  free(life);
  return 0;
}
