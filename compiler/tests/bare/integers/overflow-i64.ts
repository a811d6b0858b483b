// The overflow operations of i64 give the wrapped result and whether it wrapped.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const [r0, o0] = addOverflow(hide<i64>(9223372036854775807), hide<i64>(1));
  check(r0 === -9223372036854775808 && o0, "addOverflow 9223372036854775807 1");
  const [r1, o1] = addOverflow(hide<i64>(5), hide<i64>(3));
  check(r1 === 8 && !o1, "addOverflow 5 3");
  const [r2, o2] = addOverflow(hide<i64>(-9223372036854775808), hide<i64>(1));
  check(r2 === -9223372036854775807 && !o2, "addOverflow -9223372036854775808 1");
  const [r3, o3] = addOverflow(hide<i64>(4611686018427387903), hide<i64>(3));
  check(r3 === 4611686018427387906 && !o3, "addOverflow 4611686018427387903 3");
  const [r4, o4] = addOverflow(hide<i64>(3), hide<i64>(5));
  check(r4 === 8 && !o4, "addOverflow 3 5");
  const [r5, o5] = subOverflow(hide<i64>(9223372036854775807), hide<i64>(1));
  check(r5 === 9223372036854775806 && !o5, "subOverflow 9223372036854775807 1");
  const [r6, o6] = subOverflow(hide<i64>(5), hide<i64>(3));
  check(r6 === 2 && !o6, "subOverflow 5 3");
  const [r7, o7] = subOverflow(hide<i64>(-9223372036854775808), hide<i64>(1));
  check(r7 === 9223372036854775807 && o7, "subOverflow -9223372036854775808 1");
  const [r8, o8] = subOverflow(hide<i64>(4611686018427387903), hide<i64>(3));
  check(r8 === 4611686018427387900 && !o8, "subOverflow 4611686018427387903 3");
  const [r9, o9] = subOverflow(hide<i64>(3), hide<i64>(5));
  check(r9 === -2 && !o9, "subOverflow 3 5");
  const [r10, o10] = mulOverflow(hide<i64>(9223372036854775807), hide<i64>(1));
  check(r10 === 9223372036854775807 && !o10, "mulOverflow 9223372036854775807 1");
  const [r11, o11] = mulOverflow(hide<i64>(5), hide<i64>(3));
  check(r11 === 15 && !o11, "mulOverflow 5 3");
  const [r12, o12] = mulOverflow(hide<i64>(-9223372036854775808), hide<i64>(1));
  check(r12 === -9223372036854775808 && !o12, "mulOverflow -9223372036854775808 1");
  const [r13, o13] = mulOverflow(hide<i64>(4611686018427387903), hide<i64>(3));
  check(r13 === -4611686018427387907 && o13, "mulOverflow 4611686018427387903 3");
  const [r14, o14] = mulOverflow(hide<i64>(3), hide<i64>(5));
  check(r14 === 15 && !o14, "mulOverflow 3 5");
  return 0;
}
