// Embedded structs and arrays take their size in place.
import { check, hide } from "../lib/check.ts";

class Inner {
  a!: u16;
  b!: u8;
}
class Outer {
  before!: u8;
  inner!: Embed<Inner>;
  table!: FixedArray<Embed<Inner>, 3>;
  numbers!: FixedArray<u32, 2>;
  after!: u8;
}
export function main(): i32 {
  check(sizeOf<Inner>() === 4 && alignOf<Inner>() === 2, "inner");
  check(offsetOf<Outer>("inner") === 2 && offsetOf<Outer>("table") === 6, "inner, table");
  check(offsetOf<Outer>("numbers") === 20 && offsetOf<Outer>("after") === 28, "numbers, after");
  check(sizeOf<Outer>() === 32, "size");
  const o = new Outer();
  o.table[hide<u64>(1)].a = 500;
  o.table[2].b = 6;
  check(
    loadUnaligned<u16>(addressOf(o) + 10) === 500 && loadUnaligned<u8>(addressOf(o) + 16) === 6,
    "elements",
  );
  check(addressOf(o.table[1]) === addressOf(o) + 10, "an element's address");
  free(o);
  return 0;
}
