// && and || evaluate their right side only when it decides.
import { check, hide } from "../lib/check.ts";

let calls: u32 = 0;

function touch(result: boolean): boolean {
  calls++;
  return result;
}
export function main(): i32 {
  check(!(touch(false) && touch(true)) && calls === 1, "false &&");
  check((touch(true) || touch(false)) && calls === 2, "true ||");
  check(touch(true) && touch(true) && calls === 4, "true && true");
  let b = hide<boolean>(false);
  b ||= touch(true);
  check(b && calls === 5, "||=");
  b &&= touch(false);
  check(!b && calls === 6, "&&=");
  b &&= touch(true);
  check(!b && calls === 6, "&&= that does not evaluate");
  return 0;
}
