// @packed leaves no padding, @align raises the alignment.
import { check, hide } from "../lib/check.ts";

/** @packed */
class Header {
  kind!: u8;
  length!: u32;
  id!: u64;
  check!: u16;
}
/** @align 64 */
class Line {
  value!: u32;
}
class Holder {
  first!: u8;
  line!: Embed<Line>;
}
export function main(): i32 {
  check(sizeOf<Header>() === 15 && offsetOf<Header>("length") === 1, "packed");
  check(offsetOf<Header>("id") === 5 && offsetOf<Header>("check") === 13, "offsets");
  check(alignOf<Line>() === 64 && sizeOf<Line>() === 64, "aligned");
  check(offsetOf<Holder>("line") === 64 && sizeOf<Holder>() === 128, "inside another");
  const h = new Header();
  h.length = hide<u32>(0x11223344);
  h.id = 0x5566778899aabbcc;
  check(h.length === 0x11223344 && h.id === 0x5566778899aabbcc, "unaligned fields");
  check(loadUnaligned<u8>(addressOf(h) + 1) === 0x44, "in memory");
  const l = new Line();
  check((addressOf(l) & 63) === 0, "new respects the alignment");
  free(l);
  free(h);
  return 0;
}
