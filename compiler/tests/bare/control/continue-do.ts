// continue in a do loop goes on to its test.
import { check } from "../lib/check.ts";

export function main(): i32 {
  let n: u32 = 0;
  let odd: u32 = 0;
  do {
    n++;
    if (n % 2 === 0) continue;
    odd++;
  } while (n < 9);
  check(n === 9 && odd === 5, "tested after continue");
  let once: u32 = 0;
  do {
    once++;
    if (once === 1) continue;
    once = 100;
  } while (once > 1);
  check(once === 1, "and may end there");
  return 0;
}
