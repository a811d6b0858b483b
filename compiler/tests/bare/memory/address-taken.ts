// Locals and parameters whose address is taken live in memory, on each call anew.
import { check, hide } from "../lib/check.ts";

function bump(p: Ptr<u32>): u32 {
  p[0] += 5;
  return p[0];
}
function nested(n: u32, outer: Ptr<u32> | null): u32 {
  let mine = n * 10;
  if (outer !== null) outer[0] += mine;
  if (n > 0) nested(n - 1, pointerTo(mine));
  return mine;
}
function parameter(n: u32): u32 {
  bump(pointerTo(n));
  return n;
}
export function main(): i32 {
  let x = hide<u32>(1);
  check(bump(pointerTo(x)) + x === 12, "written before it is read");
  check(nested(3, null) === 50, "one in each frame");
  check(parameter(hide<u32>(7)) === 12, "a parameter");
  let pair: [u32, u32] = [1, 2];
  pointerTo(pair).cast<u32>()[1] = 9;
  check(pair[1] === 9, "a tuple");
  let text = "abc";
  pointerTo(text)[0] = "xyz";
  check(text === "xyz", "a string");
  return 0;
}
