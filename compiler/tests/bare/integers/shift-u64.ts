// Shifts of u64: >> is logical, >>> is logical, counts are masked to 63.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<u64>(6544262340340695882);
  const n1 = hide<u64>(1);
  check(x << n1 === 13088524680681391764, "<< 1");
  check(x >> n1 === 3272131170170347941, ">> 1");
  check(x >>> n1 === 3272131170170347941, ">>> 1");
  const n3 = hide<u64>(3);
  check(x << n3 === 15460610575306463824, "<< 3");
  check(x >> n3 === 818032792542586985, ">> 3");
  check(x >>> n3 === 818032792542586985, ">>> 3");
  const n63 = hide<u64>(63);
  check(x << n63 === 0, "<< 63");
  check(x >> n63 === 0, ">> 63");
  check(x >>> n63 === 0, ">>> 63");
  const n64 = hide<u64>(64);
  check(x << n64 === 6544262340340695882, "<< 64");
  check(x >> n64 === 6544262340340695882, ">> 64");
  check(x >>> n64 === 6544262340340695882, ">>> 64");
  const n66 = hide<u64>(66);
  check(x << n66 === 7730305287653231912, "<< 66");
  check(x >> n66 === 1636065585085173970, ">> 66");
  check(x >>> n66 === 1636065585085173970, ">>> 66");
  check(x << 2 === 7730305287653231912, "<< constant");
  check(x >> 2 === 1636065585085173970, ">> constant");
  return 0;
}
