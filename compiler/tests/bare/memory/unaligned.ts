// Unaligned loads and stores are little-endian bytes at any address.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let b!: FixedArray<u8, 16>;
  const at = b.ptr.addr;
  storeUnaligned<u32>(at + 1, 0xdeadbeef);
  check(b[0] === 0 && b[1] === 0xef && b[4] === 0xde && b[5] === 0, "bytes");
  check(loadUnaligned<u16>(at + 3) === 0xdead, "a part");
  storeUnaligned<u64>(at + 7, hide<u64>(0x0102030405060708));
  check(loadUnaligned<u64>(at + 7) === 0x0102030405060708 && b[14] === 1, "u64");
  storeUnaligned<f64>(at + 3, 2.5);
  check(loadUnaligned<f64>(at + 3) === 2.5, "f64");
  check(loadUnaligned<i8>(at + 7) === 0, "i8");
  return 0;
}
