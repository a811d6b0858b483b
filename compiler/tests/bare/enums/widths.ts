// @width sets an enum's width; a negative member makes it signed.
import { check } from "../lib/check.ts";

/** @width u8 */
enum Small {
  A = 1,
  B = 255,
}
/** @width u64 */
enum Wide {
  Bit40 = 0x100_0000_0000,
}
enum Signed {
  Below = -1,
  Zero,
}
class Holder {
  s: Small = Small.A;
  t: Small = Small.B;
  w: Wide = Wide.Bit40;
}
export function main(): i32 {
  check(offsetOf<Holder>("t") === 1 && offsetOf<Holder>("w") === 8, "layout");
  const h = new Holder();
  check(u32(h.t) === 255 && u64(h.w) >> 40 === 1, "values");
  const s: Signed = Signed.Below;
  check(i64(s) === -1, "signed");
  free(h);
  return 0;
}
