// pointerTo gives the address of a local, field, global and element.
import { check, hide } from "../lib/check.ts";

class Pair {
  a: u32 = 1;
  b: u32 = 2;
}
let global: u64 = 40;

function bump(p: Ptr<u32>): void {
  p[0] += 100;
}
function swap<T>(p: Ptr<T>, q: Ptr<T>): void {
  const t = p[0];
  p[0] = q[0];
  q[0] = t;
}
export function main(): i32 {
  let x = hide<u32>(5);
  bump(pointerTo(x));
  check(x === 105, "a local");
  const pair = new Pair();
  swap(pointerTo(pair.a), pointerTo(pair.b));
  check(pair.a === 2 && pair.b === 1, "fields");
  pointerTo(global)[0]++;
  check(global === 41, "a global");
  let a!: FixedArray<u32, 3>;
  bump(pointerTo(a[1]));
  check(a[0] === 0 && a[1] === 100 && a[2] === 0, "an element");
  let p = pointerTo(x);
  const pp = pointerTo(p);
  pp[0] = a.ptr;
  check(p[1] === 100, "a pointer to a pointer");
  free(pair);
  return 0;
}
