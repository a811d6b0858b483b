// copyBytes, moveBytes, fillBytes and compareBytes.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let a!: FixedArray<u8, 32>;
  let b!: FixedArray<u8, 32>;
  for (let i: u64 = 0; i < 32; i++) a[i] = u8(i * 7);
  copyBytes(b.ptr.addr, a.ptr.addr, hide<u64>(32));
  check(compareBytes(a.ptr.addr, b.ptr.addr, 32) === 0, "copied");
  moveBytes(b.ptr.addr + 3, b.ptr.addr, hide<u64>(20));
  check(b[3] === 0 && b[4] === 7 && b[22] === 133 && b[23] === 161, "moved up over itself");
  moveBytes(b.ptr.addr, b.ptr.addr + 3, hide<u64>(20));
  check(b[0] === 0 && b[1] === 7 && b[19] === 133, "moved down over itself");
  fillBytes(a.ptr.addr + 4, 0xab, hide<u64>(8));
  check(a[3] === 21 && a[4] === 0xab && a[11] === 0xab && a[12] === 84, "filled");
  check(compareBytes("abc".ptr.addr, "abd".ptr.addr, 3) < 0, "less");
  check(compareBytes("b".ptr.addr, "a".ptr.addr, 1) > 0, "greater");
  check(compareBytes("abc".ptr.addr, "abd".ptr.addr, 2) === 0, "equal");
  return 0;
}
