// Values of every kind go through a function pointer and come back.
import { check, hide } from "../lib/check.ts";

class Box {
  n: u32 = 4;
}
type Fn = FnPtr<(a: u8, b: i16, c: boolean, d: f32, e: f64, g: Ptr<u8>, h: Box, i: i64) => i64>;

function mix(a: u8, b: i16, c: boolean, d: f32, e: f64, g: Ptr<u8>, h: Box, i: i64): i64 {
  return i64(a) + i64(b) + (c ? 1000 : 0) + i64(d * 2) + i64(e * 4) + i64(g[1]) + i64(h.n) + i;
}
export function main(): i32 {
  const f: Fn = hide<Fn>(mix);
  const box = new Box();
  check(f(250, -50, true, 1.5, 0.25, "ab".ptr, box, -1000000000000) === -999999998694, "sum");
  free(box);
  return 0;
}
