/** Range sets against a bitmap. */
import { expect, failures } from "../lib/host/testing.ts";
import { RangeSet } from "./regions.ts";

let seed: u64 = 88172645463325252;
let bits!: FixedArray<u8, 200>;

function random(below: u64): u64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

function matches(set: RangeSet): boolean {
  let sum: u64 = 0;
  for (let i: u64 = 0; i < 200; i++) {
    if (set.contains(i, i + 1) !== (bits[i] === 1) || set.overlaps(i, i + 1) !== (bits[i] === 1))
      return false;
    if (bits[i] === 1) sum++;
  }
  for (let i: u64 = 1; i < set.count; i++) if (set.at(i - 1).end >= set.at(i).start) return false;
  return sum === set.bytes();
}

function randomSets(): void {
  for (let round: u32 = 0; round < 200; round++) {
    const set: Embed<RangeSet> = new RangeSet();
    for (let i: u64 = 0; i < 200; i++) bits[i] = 0;
    for (let i: u32 = 0; i < 40; i++) {
      const start = random(200);
      const end = min(start + random(30), 200);
      const adds = random(3) !== 0;
      if (adds) set.add(start, end);
      else set.subtract(start, end);
      for (let j = start; j < end; j++) bits[j] = adds ? 1 : 0;
      expect(matches(set), "the set is the bitmap");
      if (failures() > 3) return;
    }
  }
}

export function main(): i32 {
  randomSets();
  const set: Embed<RangeSet> = new RangeSet();
  set.add(0x1001, 0x4fff);
  set.add(0x5001, 0x5fff);
  set.add(0xffff_ffff_ffff_f001, 0xffff_ffff_ffff_ffff);
  set.alignInward(0x1000);
  expect(set.count === 1 && set.at(0).start === 0x2000 && set.at(0).end === 0x4000, "aligned inward");
  expect(set.findRoom(0x2000, 0x1000, 0x10000) === 0x2000, "room");
  expect(set.findRoom(0x2001, 0x1000, 0x10000) === 0, "too little room");
  expect(set.findRoom(0x1000, 0x1000, 0x2fff) === 0, "room beyond the limit");
  for (let i: u64 = 0; i < 200; i++) set.add(0x10_0000 + i * 32, 0x10_0000 + i * 32 + 16);
  expect(set.count === 128 && set.dropped === 73, "a full set drops and says so");
  return failures() === 0 ? 0 : 1;
}
