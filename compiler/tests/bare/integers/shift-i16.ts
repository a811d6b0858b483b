// Shifts of i16: >> keeps the sign, >>> is logical, counts are masked to 15.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<i16>(-31084);
  const n1 = hide<i16>(1);
  check(x << n1 === 3368, "<< 1");
  check(x >> n1 === -15542, ">> 1");
  check(x >>> n1 === 17226, ">>> 1");
  const n3 = hide<i16>(3);
  check(x << n3 === 13472, "<< 3");
  check(x >> n3 === -3886, ">> 3");
  check(x >>> n3 === 4306, ">>> 3");
  const n15 = hide<i16>(15);
  check(x << n15 === 0, "<< 15");
  check(x >> n15 === -1, ">> 15");
  check(x >>> n15 === 1, ">>> 15");
  const n16 = hide<i16>(16);
  check(x << n16 === -31084, "<< 16");
  check(x >> n16 === -31084, ">> 16");
  check(x >>> n16 === -31084, ">>> 16");
  const n18 = hide<i16>(18);
  check(x << n18 === 6736, "<< 18");
  check(x >> n18 === -7771, ">> 18");
  check(x >>> n18 === 8613, ">>> 18");
  check(x << 2 === 6736, "<< constant");
  check(x >> 2 === -7771, ">> constant");
  return 0;
}
