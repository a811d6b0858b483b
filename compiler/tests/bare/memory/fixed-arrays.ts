// FixedArray: in locals, fields, globals, of arrays and of structs.
import { check, hide } from "../lib/check.ts";

class Matrix {
  rows!: FixedArray<FixedArray<i32, 3>, 2>;
  at(r: u64, c: u64): i32 {
    return this.rows[r][c];
  }
}
let history!: FixedArray<u8, 5>;

export function main(): i32 {
  const m = new Matrix();
  for (let r: u64 = 0; r < 2; r++) for (let c: u64 = 0; c < 3; c++) m.rows[r][c] = i32(r) * 10 - i32(c);
  check(m.at(1, 2) === 8 && m.at(0, 2) === -2 && m.at(hide<u64>(1), 0) === 10, "an array of arrays");
  check(m.rows.length === 2 && m.rows[0].length === 3, "lengths");
  history[hide<u64>(4)] = 200;
  history[4] += 100;
  check(history[4] === 44 && history[0] === 0, "a global, wrapping in its width");
  let flags!: FixedArray<boolean, 4>;
  flags[2] = true;
  let set: u32 = 0;
  for (const f of flags) if (f) set++;
  check(set === 1 && !flags[0], "booleans");
  let words!: FixedArray<string, 2>;
  check(words[1].length === 0, "empty strings at first");
  words[1] = "two";
  check(words[1] === "two", "strings");
  free(m);
  return 0;
}
