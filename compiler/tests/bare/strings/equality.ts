// === compares contents.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let copy!: FixedArray<u8, 5>;
  const word = hide<string>("osier");
  for (let i: u64 = 0; i < 5; i++) copy[i] = word.byteAt(i);
  const same = stringAt(copy.ptr, 5);
  check(same === word && same.ptr !== word.ptr, "equal contents elsewhere");
  copy[4] = 100;
  check(same !== word && same === "osied", "one byte differs");
  check(word !== "osie" && word !== "osiers" && word !== "", "other lengths");
  check("" === word.substring(2, 2), "empty ones");
  return 0;
}
