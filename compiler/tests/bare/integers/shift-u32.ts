// Shifts of u32: >> is logical, >>> is logical, counts are masked to 31.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<u32>(4042867530);
  const n1 = hide<u32>(1);
  check(x << n1 === 3790767764, "<< 1");
  check(x >> n1 === 2021433765, ">> 1");
  check(x >>> n1 === 2021433765, ">>> 1");
  const n3 = hide<u32>(3);
  check(x << n3 === 2278169168, "<< 3");
  check(x >> n3 === 505358441, ">> 3");
  check(x >>> n3 === 505358441, ">>> 3");
  const n31 = hide<u32>(31);
  check(x << n31 === 0, "<< 31");
  check(x >> n31 === 1, ">> 31");
  check(x >>> n31 === 1, ">>> 31");
  const n32 = hide<u32>(32);
  check(x << n32 === 4042867530, "<< 32");
  check(x >> n32 === 4042867530, ">> 32");
  check(x >>> n32 === 4042867530, ">>> 32");
  const n34 = hide<u32>(34);
  check(x << n34 === 3286568232, "<< 34");
  check(x >> n34 === 1010716882, ">> 34");
  check(x >>> n34 === 1010716882, ">>> 34");
  check(x << 2 === 3286568232, "<< constant");
  check(x >> 2 === 1010716882, ">> constant");
  return 0;
}
