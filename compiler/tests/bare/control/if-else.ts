// Chains of else-if choose the first that holds.
import { check, hide } from "../lib/check.ts";

function grade(n: u32): u32 {
  if (n < 10) return 1;
  else if (n < 20) return 2;
  else if (n < 30) {
    return 3;
  } else return 4;
}
export function main(): i32 {
  check(grade(hide<u32>(0)) === 1 && grade(10) === 2 && grade(29) === 3 && grade(30) === 4, "grades");
  let x: u32 = 0;
  if (hide<boolean>(true)) x = 5;
  else x = 6;
  if (hide<boolean>(false)) x = 7;
  check(x === 5, "without else");
  return 0;
}
