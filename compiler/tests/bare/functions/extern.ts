// Functions and variables of the C library.
import { check, hide } from "../lib/check.ts";

/** @extern strlen */
declare function strlen(s: Ptr<u8>): usize;
/** @extern strtol */
declare function strtol(s: Ptr<u8>, end: Ptr<Ptr<u8>> | null, base: i32): i64;
/** @extern environ */
declare let environment: Ptr<Ptr<u8>> | null;
/** @extern toupper */
declare function toupper(c: i32): i32;
/** @extern ldexp */
declare function ldexp(x: f64, exponent: i32): f64;

export function main(): i32 {
  check(strlen("literals end in NUL".ptr) === 19, "strlen");
  check(strtol("-1234xyz".ptr, null, 10) === -1234, "strtol");
  let end!: Ptr<u8>;
  check(strtol("ff,".ptr, pointerTo(end), 16) === 255 && end[0] === 44, "an out parameter");
  check(toupper(hide<i32>(113)) === 81, "toupper");
  check(ldexp(hide<f64>(0.75), 4) === 12, "ldexp");
  check(environment !== null, "environ");
  return 0;
}
