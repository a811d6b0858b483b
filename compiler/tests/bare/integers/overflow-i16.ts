// The overflow operations of i16 give the wrapped result and whether it wrapped.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const [r0, o0] = addOverflow(hide<i16>(32767), hide<i16>(1));
  check(r0 === -32768 && o0, "addOverflow 32767 1");
  const [r1, o1] = addOverflow(hide<i16>(5), hide<i16>(3));
  check(r1 === 8 && !o1, "addOverflow 5 3");
  const [r2, o2] = addOverflow(hide<i16>(-32768), hide<i16>(1));
  check(r2 === -32767 && !o2, "addOverflow -32768 1");
  const [r3, o3] = addOverflow(hide<i16>(16383), hide<i16>(3));
  check(r3 === 16386 && !o3, "addOverflow 16383 3");
  const [r4, o4] = addOverflow(hide<i16>(3), hide<i16>(5));
  check(r4 === 8 && !o4, "addOverflow 3 5");
  const [r5, o5] = subOverflow(hide<i16>(32767), hide<i16>(1));
  check(r5 === 32766 && !o5, "subOverflow 32767 1");
  const [r6, o6] = subOverflow(hide<i16>(5), hide<i16>(3));
  check(r6 === 2 && !o6, "subOverflow 5 3");
  const [r7, o7] = subOverflow(hide<i16>(-32768), hide<i16>(1));
  check(r7 === 32767 && o7, "subOverflow -32768 1");
  const [r8, o8] = subOverflow(hide<i16>(16383), hide<i16>(3));
  check(r8 === 16380 && !o8, "subOverflow 16383 3");
  const [r9, o9] = subOverflow(hide<i16>(3), hide<i16>(5));
  check(r9 === -2 && !o9, "subOverflow 3 5");
  const [r10, o10] = mulOverflow(hide<i16>(32767), hide<i16>(1));
  check(r10 === 32767 && !o10, "mulOverflow 32767 1");
  const [r11, o11] = mulOverflow(hide<i16>(5), hide<i16>(3));
  check(r11 === 15 && !o11, "mulOverflow 5 3");
  const [r12, o12] = mulOverflow(hide<i16>(-32768), hide<i16>(1));
  check(r12 === -32768 && !o12, "mulOverflow -32768 1");
  const [r13, o13] = mulOverflow(hide<i16>(16383), hide<i16>(3));
  check(r13 === -16387 && o13, "mulOverflow 16383 3");
  const [r14, o14] = mulOverflow(hide<i16>(3), hide<i16>(5));
  check(r14 === 15 && !o14, "mulOverflow 3 5");
  return 0;
}
