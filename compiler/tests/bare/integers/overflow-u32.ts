// The overflow operations of u32 give the wrapped result and whether it wrapped.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const [r0, o0] = addOverflow(hide<u32>(4294967295), hide<u32>(1));
  check(r0 === 0 && o0, "addOverflow 4294967295 1");
  const [r1, o1] = addOverflow(hide<u32>(5), hide<u32>(3));
  check(r1 === 8 && !o1, "addOverflow 5 3");
  const [r2, o2] = addOverflow(hide<u32>(0), hide<u32>(1));
  check(r2 === 1 && !o2, "addOverflow 0 1");
  const [r3, o3] = addOverflow(hide<u32>(2147483647), hide<u32>(3));
  check(r3 === 2147483650 && !o3, "addOverflow 2147483647 3");
  const [r4, o4] = addOverflow(hide<u32>(3), hide<u32>(5));
  check(r4 === 8 && !o4, "addOverflow 3 5");
  const [r5, o5] = subOverflow(hide<u32>(4294967295), hide<u32>(1));
  check(r5 === 4294967294 && !o5, "subOverflow 4294967295 1");
  const [r6, o6] = subOverflow(hide<u32>(5), hide<u32>(3));
  check(r6 === 2 && !o6, "subOverflow 5 3");
  const [r7, o7] = subOverflow(hide<u32>(0), hide<u32>(1));
  check(r7 === 4294967295 && o7, "subOverflow 0 1");
  const [r8, o8] = subOverflow(hide<u32>(2147483647), hide<u32>(3));
  check(r8 === 2147483644 && !o8, "subOverflow 2147483647 3");
  const [r9, o9] = subOverflow(hide<u32>(3), hide<u32>(5));
  check(r9 === 4294967294 && o9, "subOverflow 3 5");
  const [r10, o10] = mulOverflow(hide<u32>(4294967295), hide<u32>(1));
  check(r10 === 4294967295 && !o10, "mulOverflow 4294967295 1");
  const [r11, o11] = mulOverflow(hide<u32>(5), hide<u32>(3));
  check(r11 === 15 && !o11, "mulOverflow 5 3");
  const [r12, o12] = mulOverflow(hide<u32>(0), hide<u32>(1));
  check(r12 === 0 && !o12, "mulOverflow 0 1");
  const [r13, o13] = mulOverflow(hide<u32>(2147483647), hide<u32>(3));
  check(r13 === 2147483645 && o13, "mulOverflow 2147483647 3");
  const [r14, o14] = mulOverflow(hide<u32>(3), hide<u32>(5));
  check(r14 === 15 && !o14, "mulOverflow 3 5");
  return 0;
}
