// break leaves the switch, continue the round.
import { check } from "../lib/check.ts";

export function main(): i32 {
  let evens: u32 = 0;
  let others: u32 = 0;
  for (let i: u32 = 0; i < 20; i++) {
    switch (i % 4) {
      case 0:
      case 2:
        evens++;
        continue;
      case 1:
        break;
      default:
        if (i > 10) break;
        others += 100;
    }
    others++;
  }
  check(evens === 10, "evens");
  check(others === 210, "others");
  return 0;
}
