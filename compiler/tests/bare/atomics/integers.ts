// Each operation gives the value before, at every width.
import { check, hide } from "../lib/check.ts";

class Counters {
  a: Atomic<u8> = atomic<u8>(250);
  b: Atomic<i16> = atomic<i16>(-5);
  c: Atomic<u32> = atomic<u32>(0);
  d!: Atomic<u64>;
}
export function main(): i32 {
  const c = new Counters();
  check(c.a.add(hide<u8>(10)) === 250 && c.a.load() === 4, "u8 wraps");
  check(c.b.sub(10) === -5 && c.b.load() === -15, "i16");
  check(
    c.c.or(0xf0) === 0 && c.c.and(0x3c) === 0xf0 && c.c.xor(0xff) === 0x30 && c.c.load() === 0xcf,
    "bits",
  );
  check(c.d.exchange(0xffff_ffff_ffff) === 0 && c.d.load() === 0xffff_ffff_ffff, "exchange");
  c.d.store(7);
  check(c.d.load() === 7, "store");
  free(c);
  return 0;
}
