// Order of u32 is unsigned.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const v0 = hide<u32>(0);
  const v1 = hide<u32>(1);
  const v2 = hide<u32>(2147483647);
  const v3 = hide<u32>(4294967294);
  const v4 = hide<u32>(4294967295);
  check(v0 === v0 && v0 <= v0 && v0 >= v0 && !(v0 < v0) && !(v0 > v0), "0 0");
  check(v0 < v1 && v0 <= v1 && v1 > v0 && v1 >= v0 && v0 !== v1, "0 1");
  check(v0 < v2 && v0 <= v2 && v2 > v0 && v2 >= v0 && v0 !== v2, "0 2");
  check(v0 < v3 && v0 <= v3 && v3 > v0 && v3 >= v0 && v0 !== v3, "0 3");
  check(v0 < v4 && v0 <= v4 && v4 > v0 && v4 >= v0 && v0 !== v4, "0 4");
  check(v1 === v1 && v1 <= v1 && v1 >= v1 && !(v1 < v1) && !(v1 > v1), "1 1");
  check(v1 < v2 && v1 <= v2 && v2 > v1 && v2 >= v1 && v1 !== v2, "1 2");
  check(v1 < v3 && v1 <= v3 && v3 > v1 && v3 >= v1 && v1 !== v3, "1 3");
  check(v1 < v4 && v1 <= v4 && v4 > v1 && v4 >= v1 && v1 !== v4, "1 4");
  check(v2 === v2 && v2 <= v2 && v2 >= v2 && !(v2 < v2) && !(v2 > v2), "2 2");
  check(v2 < v3 && v2 <= v3 && v3 > v2 && v3 >= v2 && v2 !== v3, "2 3");
  check(v2 < v4 && v2 <= v4 && v4 > v2 && v4 >= v2 && v2 !== v4, "2 4");
  check(v3 === v3 && v3 <= v3 && v3 >= v3 && !(v3 < v3) && !(v3 > v3), "3 3");
  check(v3 < v4 && v3 <= v4 && v4 > v3 && v4 >= v3 && v3 !== v4, "3 4");
  check(v4 === v4 && v4 <= v4 && v4 >= v4 && !(v4 < v4) && !(v4 > v4), "4 4");
  return 0;
}
