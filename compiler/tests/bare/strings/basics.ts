// Strings are bytes: length, byteAt, substring, bytes, ptr.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const s = hide<string>("hello, world");
  check(s.length === 12 && s.byteAt(0) === 104 && s.byteAt(11) === 100, "bytes");
  check(s.substring(7, 12) === "world" && s.substring(3, 3) === "", "substring");
  check(s.substring(0, 5).ptr === s.ptr, "shares the memory");
  const b = s.bytes();
  check(b.length === 12 && b[4] === 111, "bytes()");
  check(stringAt(b.ptr.add(2), 3) === "llo", "stringAt");
  check("".length === 0, "empty");
  check(s.ptr[12] === 0, "a literal is followed by a NUL");
  return 0;
}
