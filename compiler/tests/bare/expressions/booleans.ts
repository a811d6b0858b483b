// Booleans are compared, stored, returned and combined without branches being needed.
import { check, hide } from "../lib/check.ts";

let calls: u32 = 0;
function flag(b: boolean): boolean {
  calls++;
  return b;
}
class Flags {
  a: boolean = true;
  b: boolean = !this.a;
}
export function main(): i32 {
  const t = hide<boolean>(true);
  const f = hide<boolean>(false);
  check(t !== f && (t === t) === true && !(t === f), "equality");
  const both = t && !f;
  check(both, "a value of &&");
  const x: boolean = hide<u32>(3) > 2 === t;
  check(x, "a comparison compared");
  const s = new Flags();
  check(s.a && !s.b, "fields");
  s.b = s.a && flag(t);
  s.a = flag(f) || (flag(t) && !flag(f));
  check(s.a && s.b && calls === 4, "stored");
  let array!: FixedArray<boolean, 3>;
  array[1] = s.a === s.b;
  check(u32(array[0]) + u32(array[1]) * 10 + u32(array[2]) * 100 === 10, "array");
  free(s);
  return 0;
}
