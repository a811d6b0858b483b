// Parameters beyond the registers, of every width and sign, keep their values.
import { check } from "../lib/check.ts";

/** @inline never */
function mix(
  a: u8,
  b: i8,
  c: u16,
  d: i16,
  e: u32,
  f: i32,
  g: u64,
  h: i64,
  i: boolean,
  j: f64,
  k: f32,
  l: string,
): i64 {
  check(a === 200 && b === -100 && c === 60000 && d === -30000, "small ones");
  check(e === 4000000000 && f === -2000000000 && g === 0xffff_ffff_ffff_fff0 && h === -5, "wide ones");
  check(i && j === 2.5 && k === 0.25 && l === "last", "others");
  return i64(a) + i64(b) + i64(c) + i64(d) + i64(e) + i64(f) + h;
}
export function main(): i32 {
  const sum = mix(
    200,
    -100,
    60000,
    -30000,
    4000000000,
    -2000000000,
    0xffff_ffff_ffff_fff0,
    -5,
    true,
    2.5,
    0.25,
    "last",
  );
  check(sum === 2000030095, "sum");
  return 0;
}
