// Shortest paths in a grid with walls.
import { check } from "../lib/check.ts";

const width: u64 = 8;

const map: readonly string[] = [
  "........",
  ".######.",
  ".#....#.",
  ".#.##.#.",
  ".#.#..#.",
  ".#.####.",
  ".#......",
  ".#######",
];

class Search {
  distance!: FixedArray<u32, 64>;
  done!: FixedArray<boolean, 64>;

  run(from: u64): void {
    for (let i: u64 = 0; i < 64; i++) this.distance[i] = 0xffff_ffff;
    this.distance[from] = 0;
    while (true) {
      let best: u64 = 64;
      for (let i: u64 = 0; i < 64; i++) {
        if (this.done[i] || this.distance[i] === 0xffff_ffff) continue;
        if (best === 64 || this.distance[i] < this.distance[best]) best = i;
      }
      if (best === 64) return;
      this.done[best] = true;
      if (best % width > 0) this.relax(best, best - 1);
      if (best % width < width - 1) this.relax(best, best + 1);
      if (best >= width) this.relax(best, best - width);
      if (best < 56) this.relax(best, best + width);
    }
  }
  private relax(from: u64, to: u64): void {
    if (map[to / width].byteAt(to % width) === 35) return;
    this.distance[to] = min(this.distance[to], this.distance[from] + 1);
  }
}
export function main(): i32 {
  const s: Embed<Search> = new Search();
  s.run(0);
  check(s.distance[7] === 7 && s.distance[56] === 7, "along the edge");
  check(s.distance[4 * 8 + 4] === 28, "to the middle");
  check(s.distance[9] === 0xffff_ffff, "a wall");
  return 0;
}
