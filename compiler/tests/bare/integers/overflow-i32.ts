// The overflow operations of i32 give the wrapped result and whether it wrapped.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const [r0, o0] = addOverflow(hide<i32>(2147483647), hide<i32>(1));
  check(r0 === -2147483648 && o0, "addOverflow 2147483647 1");
  const [r1, o1] = addOverflow(hide<i32>(5), hide<i32>(3));
  check(r1 === 8 && !o1, "addOverflow 5 3");
  const [r2, o2] = addOverflow(hide<i32>(-2147483648), hide<i32>(1));
  check(r2 === -2147483647 && !o2, "addOverflow -2147483648 1");
  const [r3, o3] = addOverflow(hide<i32>(1073741823), hide<i32>(3));
  check(r3 === 1073741826 && !o3, "addOverflow 1073741823 3");
  const [r4, o4] = addOverflow(hide<i32>(3), hide<i32>(5));
  check(r4 === 8 && !o4, "addOverflow 3 5");
  const [r5, o5] = subOverflow(hide<i32>(2147483647), hide<i32>(1));
  check(r5 === 2147483646 && !o5, "subOverflow 2147483647 1");
  const [r6, o6] = subOverflow(hide<i32>(5), hide<i32>(3));
  check(r6 === 2 && !o6, "subOverflow 5 3");
  const [r7, o7] = subOverflow(hide<i32>(-2147483648), hide<i32>(1));
  check(r7 === 2147483647 && o7, "subOverflow -2147483648 1");
  const [r8, o8] = subOverflow(hide<i32>(1073741823), hide<i32>(3));
  check(r8 === 1073741820 && !o8, "subOverflow 1073741823 3");
  const [r9, o9] = subOverflow(hide<i32>(3), hide<i32>(5));
  check(r9 === -2 && !o9, "subOverflow 3 5");
  const [r10, o10] = mulOverflow(hide<i32>(2147483647), hide<i32>(1));
  check(r10 === 2147483647 && !o10, "mulOverflow 2147483647 1");
  const [r11, o11] = mulOverflow(hide<i32>(5), hide<i32>(3));
  check(r11 === 15 && !o11, "mulOverflow 5 3");
  const [r12, o12] = mulOverflow(hide<i32>(-2147483648), hide<i32>(1));
  check(r12 === -2147483648 && !o12, "mulOverflow -2147483648 1");
  const [r13, o13] = mulOverflow(hide<i32>(1073741823), hide<i32>(3));
  check(r13 === -1073741827 && o13, "mulOverflow 1073741823 3");
  const [r14, o14] = mulOverflow(hide<i32>(3), hide<i32>(5));
  check(r14 === 15 && !o14, "mulOverflow 3 5");
  return 0;
}
