// while tests first, do tests last.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let n = hide<u32>(27);
  let steps: u32 = 0;
  while (n !== 1) {
    n = n % 2 === 0 ? n / 2 : 3 * n + 1;
    steps++;
  }
  check(steps === 111, "Collatz of 27");
  let times: u32 = 0;
  while (hide<boolean>(false)) times++;
  check(times === 0, "while false");
  do times++;
  while (hide<boolean>(false));
  check(times === 1, "do while false");
  return 0;
}
