// @symbol gives a function a fixed name with the C ABI, which @extern finds.
import { check, hide } from "../lib/check.ts";

/**
 * @symbol bare_test_exported_sum
 * @stack kernel
 */
export function sum(a: u8, b: i64): i64 {
  return i64(a) + b;
}
/** @extern bare_test_exported_sum */
declare function byName(a: u8, b: i64): i64;

export function main(): i32 {
  check(byName(hide<u8>(250), -300) === -50, "called by its symbol");
  return 0;
}
