// Base64 encodes and decodes (RFC 4648, section 10).
import { check } from "../lib/check.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function encode(data: Slice<u8>, into: Slice<u8>): usize {
  let out: u64 = 0;
  for (let i: u64 = 0; i < data.length; i += 3) {
    const left = data.length - i;
    const b1: u32 = left > 1 ? u32(data[i + 1]) : 0;
    const b2: u32 = left > 2 ? u32(data[i + 2]) : 0;
    const group = (u32(data[i]) << 16) | (b1 << 8) | b2;
    into[out] = alphabet.byteAt(u64(group >> 18));
    into[out + 1] = alphabet.byteAt(u64((group >> 12) & 63));
    into[out + 2] = left > 1 ? alphabet.byteAt(u64((group >> 6) & 63)) : 61;
    into[out + 3] = left > 2 ? alphabet.byteAt(u64(group & 63)) : 61;
    out += 4;
  }
  return out;
}
function encoded(s: string, into: Slice<u8>): string {
  return stringAt(into.ptr, encode(s.bytes(), into));
}
export function main(): i32 {
  let out!: FixedArray<u8, 32>;
  const o = out.slice();
  check(encoded("", o) === "" && encoded("f", o) === "Zg==" && encoded("fo", o) === "Zm8=", "padding");
  check(encoded("foo", o) === "Zm9v" && encoded("foobar", o) === "Zm9vYmFy", "whole groups");
  check(encoded("Many hands", o) === "TWFueSBoYW5kcw==", "words");
  return 0;
}
