// Attributes change nothing of the meaning.
import { check, hide } from "../lib/check.ts";

/** @inline always */
function always(n: u32): u32 {
  return n + 1;
}
/** @inline never */
function never(n: u32): u32 {
  return n + 2;
}
/** @cold */
function cold(n: u32): u32 {
  return n + 3;
}
/**
 * @section .text.special
 * @used
 */
function placed(n: u32): u32 {
  return n + 4;
}
export function main(): i32 {
  const n = hide<u32>(10);
  check(always(n) + never(n) + cold(n) + placed(n) === 50, "sum");
  check(likely(n === 10) && !unlikely(n === 11), "likely");
  return 0;
}
