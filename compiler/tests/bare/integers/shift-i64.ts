// Shifts of i64: >> keeps the sign, >>> is logical, counts are masked to 63.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<i64>(-5358219393028159852);
  const n1 = hide<i64>(1);
  check(x << n1 === 7730305287653231912, "<< 1");
  check(x >> n1 === -2679109696514079926, ">> 1");
  check(x >>> n1 === 6544262340340695882, ">>> 1");
  const n3 = hide<i64>(3);
  check(x << n3 === -5972266996806175584, "<< 3");
  check(x >> n3 === -669777424128519982, ">> 3");
  check(x >>> n3 === 1636065585085173970, ">>> 3");
  const n63 = hide<i64>(63);
  check(x << n63 === 0, "<< 63");
  check(x >> n63 === -1, ">> 63");
  check(x >>> n63 === 1, ">>> 63");
  const n64 = hide<i64>(64);
  check(x << n64 === -5358219393028159852, "<< 64");
  check(x >> n64 === -5358219393028159852, ">> 64");
  check(x >>> n64 === -5358219393028159852, ">>> 64");
  const n66 = hide<i64>(66);
  check(x << n66 === -2986133498403087792, "<< 66");
  check(x >> n66 === -1339554848257039963, ">> 66");
  check(x >>> n66 === 3272131170170347941, ">>> 66");
  check(x << 2 === -2986133498403087792, "<< constant");
  check(x >> 2 === -1339554848257039963, ">> constant");
  return 0;
}
