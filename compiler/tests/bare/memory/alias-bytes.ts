// Bytes may be another type's: writes through one are seen through the other.
import { check, hide } from "../lib/check.ts";

class Header {
  kind: u16 = 0;
  length: u32 = 0;
}
function patch(h: Header, bytes: Ptr<u8>): u32 {
  h.length = 0x11223344;
  bytes[4] = 0xff;
  return h.length;
}
export function main(): i32 {
  const h = new Header();
  check(patch(h, ptr<u8>(addressOf(h))) === 0x112233ff, "a byte write is seen");
  const words = newArray<u64>(2);
  const at = words.ptr.addr;
  words[0] = hide<u64>(0x0102030405060708);
  storeUnaligned<u32>(at + 2, 0xaabbccdd);
  check(words[0] === 0x0102aabbccdd0708, "an unaligned store is seen");
  copyBytes(at + 8, at, 8);
  check(words[1] === words[0], "a copy is seen");
  fillBytes(at, 0, 16);
  check(words[0] === 0 && words[1] === 0, "a fill is seen");
  freeArray(words);
  free(h);
  return 0;
}
