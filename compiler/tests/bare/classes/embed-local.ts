// An Embed local lives on the stack and is used by reference.
import { check } from "../lib/check.ts";

class Box {
  value: u64 = 11;
  add(n: u64): void {
    this.value += n;
  }
}
function fill(b: Box): u64 {
  b.add(1);
  return b.value;
}
export function main(): i32 {
  const box: Embed<Box> = new Box();
  check(fill(box) === 12 && box.value === 12, "by reference");
  let sum: u64 = 0;
  for (let i: u64 = 0; i < 3; i++) {
    const each: Embed<Box> = new Box();
    each.add(i);
    sum += each.value;
  }
  check(sum === 36, "constructed in each round");
  return 0;
}
