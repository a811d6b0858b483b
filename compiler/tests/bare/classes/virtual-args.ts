// Virtual methods take and give every kind of value.
import { check, hide } from "../lib/check.ts";

abstract class Codec {
  abstract encode(s: string, shift: u8, into: Slice<u8>): [usize, boolean];
  abstract score(a: i8, b: f64): f64;
}
class Caesar extends Codec {
  override encode(s: string, shift: u8, into: Slice<u8>): [usize, boolean] {
    if (s.length > into.length) return [0, false];
    for (let i: u64 = 0; i < s.length; i++) into[i] = s.byteAt(i) + shift;
    return [s.length, true];
  }
  override score(a: i8, b: f64): f64 {
    return f64(a) * b;
  }
}
function run(c: Codec, into: Slice<u8>): u8 {
  const [n, ok] = c.encode("HAL", 1, into);
  return ok ? u8(n) : 0;
}
export function main(): i32 {
  let out!: FixedArray<u8, 8>;
  const c = new Caesar();
  check(run(c, out.slice()) === 3 && stringAt(out.ptr, 3) === "IBM", "encoded");
  check(run(c, out.slice().subslice(0, 2)) === 0, "too short");
  const codec: Codec = c;
  check(codec.score(hide<i8>(-3), 1.5) === -4.5, "float");
  free(c);
  return 0;
}
