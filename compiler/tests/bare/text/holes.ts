// Each hole of a template is written by its type.

import { BufferWriter, render } from "../lib/buffer.ts";
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const w: Embed<BufferWriter> = new BufferWriter();
  const n = hide<u32>(42);
  check(render(`n = ${n}.`, w) === "n = 42.", "u32");
  check(render(`${hide<i64>(-9223372036854775808)}`, w) === "-9223372036854775808", "i64");
  check(render(`${hide<u64>(18446744073709551615)}`, w) === "18446744073709551615", "u64");
  check(render(`${hide<i8>(-5)} ${hide<u8>(250)}`, w) === "-5 250", "small ones");
  check(render(`${hide<boolean>(true)}/${hide<boolean>(false)}`, w) === "true/false", "booleans");
  check(render(`<${hide<string>("in")}>`, w) === "<in>", "a string");
  check(render(`${n + 1}${n * 2}`, w) === "4384", "expressions, no text between");
  check(render("plain", w) === "plain", "a string as a text");
  check(render(``, w) === "", "nothing");
  return 0;
}
