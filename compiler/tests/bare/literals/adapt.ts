// Literals and constant expressions adapt to the other operand or to the type that is wanted.
import { check, hide } from "../lib/check.ts";

const pageBits = 12;
const pageSize = 1 << pageBits;

function align(n: u64): u64 {
  return (n + pageSize - 1) & ~(pageSize - 1);
}
function narrow(n: u16): u16 {
  return n % pageSize;
}
export function main(): i32 {
  check(align(hide<u64>(1)) === 4096, "1");
  check(
    align(hide<u64>(0xffff_ffff_0000_0001)) === 0xffff_ffff_0000_1000,
    "~ of a constant has the operand's width",
  );
  check(narrow(hide<u16>(5000)) === 904, "the same constant as u16");
  const x: u32 = 2 * 3 + (1 << 4);
  check(x === 22, "a constant expression takes the declared type");
  const y = hide<i64>(5) - 10;
  check(y === -5 && y < 0, "an inferred local has the operand's type");
  return 0;
}
