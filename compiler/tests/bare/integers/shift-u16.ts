// Shifts of u16: >> is logical, >>> is logical, counts are masked to 15.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<u16>(17226);
  const n1 = hide<u16>(1);
  check(x << n1 === 34452, "<< 1");
  check(x >> n1 === 8613, ">> 1");
  check(x >>> n1 === 8613, ">>> 1");
  const n3 = hide<u16>(3);
  check(x << n3 === 6736, "<< 3");
  check(x >> n3 === 2153, ">> 3");
  check(x >>> n3 === 2153, ">>> 3");
  const n15 = hide<u16>(15);
  check(x << n15 === 0, "<< 15");
  check(x >> n15 === 0, ">> 15");
  check(x >>> n15 === 0, ">>> 15");
  const n16 = hide<u16>(16);
  check(x << n16 === 17226, "<< 16");
  check(x >> n16 === 17226, ">> 16");
  check(x >>> n16 === 17226, ">>> 16");
  const n18 = hide<u16>(18);
  check(x << n18 === 3368, "<< 18");
  check(x >> n18 === 4306, ">> 18");
  check(x >>> n18 === 4306, ">>> 18");
  check(x << 2 === 3368, "<< constant");
  check(x >> 2 === 4306, ">> constant");
  return 0;
}
