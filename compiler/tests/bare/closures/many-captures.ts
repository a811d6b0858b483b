// Captures of every kind keep their values.
import { check, hide } from "../lib/check.ts";

class Point {
  x: i32 = 3;
}
function call(f: () => i64): i64 {
  return f();
}
export function main(): i32 {
  const a = hide<u8>(200);
  const b = hide<i16>(-5);
  const c = hide<boolean>(true);
  const d = hide<string>("four");
  const e = hide<f64>(0.5);
  const p = new Point();
  let array!: FixedArray<u32, 3>;
  array[1] = 77;
  const pair: [u32, i8] = [9, -9];
  const total = call((): i64 => {
    array[2] = 5;
    const head = i64(a) + i64(b) + (c ? 1000 : 0) + i64(d.length);
    return head + i64(e * 4) + i64(p.x) + i64(array[1]) + i64(pair[1]);
  });
  check(total === 1272, "total");
  check(array[2] === 5, "an array is captured by reference");
  free(p);
  return 0;
}
