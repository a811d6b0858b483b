// There are 92 ways to place eight queens.
import { check } from "../lib/check.ts";

class Board {
  columns!: FixedArray<boolean, 8>;
  up!: FixedArray<boolean, 15>;
  down!: FixedArray<boolean, 15>;
  solutions: u32 = 0;

  place(row: u64): void {
    if (row === 8) {
      this.solutions++;
      return;
    }
    for (let c: u64 = 0; c < 8; c++) {
      if (this.columns[c] || this.up[row + c] || this.down[row + 7 - c]) continue;
      this.columns[c] = this.up[row + c] = this.down[row + 7 - c] = true;
      this.place(row + 1);
      this.columns[c] = this.up[row + c] = this.down[row + 7 - c] = false;
    }
  }
}
export function main(): i32 {
  const b: Embed<Board> = new Board();
  b.place(0);
  check(b.solutions === 92, "92");
  return 0;
}
