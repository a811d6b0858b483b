// Literals are UTF-8, escapes included.
import { check } from "../lib/check.ts";

export function main(): i32 {
  check("é".length === 2 && "é".byteAt(0) === 0xc3 && "é".byteAt(1) === 0xa9, "two bytes");
  check("€".length === 3 && "\u20ac" === "€", "three");
  check("😀".length === 4 && "\u{1f600}" === "😀" && "\ud83d\ude00".length === 4, "four");
  check('a\tb\n\\"\0c'.length === 8 && "a\tb".byteAt(1) === 9, "escapes");
  check("single" === "single", "quotes");
  check(`plain template` === "plain template", "a template without holes");
  check("\x41\u0042" === "AB", "hexadecimal escapes");
  return 0;
}
