// UTF-8 decoding refuses overlong forms, surrogates and cut sequences.
import { check } from "../lib/check.ts";

function decode(s: string, at: u64): [u32, u64] {
  const b = u32(s.byteAt(at));
  if (b < 0x80) return [b, 1];
  let need: u64 = 0;
  let code: u32 = 0;
  let least: u32 = 0;
  if (b >> 5 === 6) {
    need = 1;
    code = b & 31;
    least = 0x80;
  } else if (b >> 4 === 14) {
    need = 2;
    code = b & 15;
    least = 0x800;
  } else if (b >> 3 === 30) {
    need = 3;
    code = b & 7;
    least = 0x10000;
  } else return [0xfffd, 1];
  for (let i: u64 = 1; i <= need; i++) {
    if (at + i >= s.length) return [0xfffd, i];
    const c = u32(s.byteAt(at + i));
    if (c >> 6 !== 2) return [0xfffd, i];
    code = (code << 6) | (c & 63);
  }
  if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return [0xfffd, need + 1];
  return [code, need + 1];
}
function sum(s: string): u64 {
  let total: u64 = 0;
  for (let i: u64 = 0; i < s.length; ) {
    const [code, used] = decode(s, i);
    total += u64(code);
    i += used;
  }
  return total;
}
export function main(): i32 {
  check(sum("aé€😀") === 97 + 0xe9 + 0x20ac + 0x1f600, "one of each length");
  let bad!: FixedArray<u8, 3>;
  bad[0] = 0xc0;
  bad[1] = 0xaf;
  check(decode(stringAt(bad.ptr, 2), 0)[0] === 0xfffd, "overlong");
  bad[0] = 0xe2;
  bad[1] = 0x82;
  const [code, used] = decode(stringAt(bad.ptr, 2), 0);
  check(code === 0xfffd && used === 2, "cut");
  bad[0] = 0xed;
  bad[1] = 0xa0;
  bad[2] = 0x80;
  check(decode(stringAt(bad.ptr, 3), 0)[0] === 0xfffd, "surrogate");
  return 0;
}
