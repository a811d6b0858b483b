// Shifts of i32: >> keeps the sign, >>> is logical, counts are masked to 31.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<i32>(-504199532);
  const n1 = hide<i32>(1);
  check(x << n1 === -1008399064, "<< 1");
  check(x >> n1 === -252099766, ">> 1");
  check(x >>> n1 === 1895383882, ">>> 1");
  const n3 = hide<i32>(3);
  check(x << n3 === 261371040, "<< 3");
  check(x >> n3 === -63024942, ">> 3");
  check(x >>> n3 === 473845970, ">>> 3");
  const n31 = hide<i32>(31);
  check(x << n31 === 0, "<< 31");
  check(x >> n31 === -1, ">> 31");
  check(x >>> n31 === 1, ">>> 31");
  const n32 = hide<i32>(32);
  check(x << n32 === -504199532, "<< 32");
  check(x >> n32 === -504199532, ">> 32");
  check(x >>> n32 === -504199532, ">>> 32");
  const n34 = hide<i32>(34);
  check(x << n34 === -2016798128, "<< 34");
  check(x >> n34 === -126049883, ">> 34");
  check(x >>> n34 === 947691941, ">>> 34");
  check(x << 2 === -2016798128, "<< constant");
  check(x >> 2 === -126049883, ">> constant");
  return 0;
}
