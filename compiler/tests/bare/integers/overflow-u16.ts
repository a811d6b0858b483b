// The overflow operations of u16 give the wrapped result and whether it wrapped.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const [r0, o0] = addOverflow(hide<u16>(65535), hide<u16>(1));
  check(r0 === 0 && o0, "addOverflow 65535 1");
  const [r1, o1] = addOverflow(hide<u16>(5), hide<u16>(3));
  check(r1 === 8 && !o1, "addOverflow 5 3");
  const [r2, o2] = addOverflow(hide<u16>(0), hide<u16>(1));
  check(r2 === 1 && !o2, "addOverflow 0 1");
  const [r3, o3] = addOverflow(hide<u16>(32767), hide<u16>(3));
  check(r3 === 32770 && !o3, "addOverflow 32767 3");
  const [r4, o4] = addOverflow(hide<u16>(3), hide<u16>(5));
  check(r4 === 8 && !o4, "addOverflow 3 5");
  const [r5, o5] = subOverflow(hide<u16>(65535), hide<u16>(1));
  check(r5 === 65534 && !o5, "subOverflow 65535 1");
  const [r6, o6] = subOverflow(hide<u16>(5), hide<u16>(3));
  check(r6 === 2 && !o6, "subOverflow 5 3");
  const [r7, o7] = subOverflow(hide<u16>(0), hide<u16>(1));
  check(r7 === 65535 && o7, "subOverflow 0 1");
  const [r8, o8] = subOverflow(hide<u16>(32767), hide<u16>(3));
  check(r8 === 32764 && !o8, "subOverflow 32767 3");
  const [r9, o9] = subOverflow(hide<u16>(3), hide<u16>(5));
  check(r9 === 65534 && o9, "subOverflow 3 5");
  const [r10, o10] = mulOverflow(hide<u16>(65535), hide<u16>(1));
  check(r10 === 65535 && !o10, "mulOverflow 65535 1");
  const [r11, o11] = mulOverflow(hide<u16>(5), hide<u16>(3));
  check(r11 === 15 && !o11, "mulOverflow 5 3");
  const [r12, o12] = mulOverflow(hide<u16>(0), hide<u16>(1));
  check(r12 === 0 && !o12, "mulOverflow 0 1");
  const [r13, o13] = mulOverflow(hide<u16>(32767), hide<u16>(3));
  check(r13 === 32765 && o13, "mulOverflow 32767 3");
  const [r14, o14] = mulOverflow(hide<u16>(3), hide<u16>(5));
  check(r14 === 15 && !o14, "mulOverflow 3 5");
  return 0;
}
