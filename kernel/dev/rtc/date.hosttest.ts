/** Tests of the calendar arithmetic; expected values are those of date(1). */
import { log } from "../../lib/log.ts";
import { fromBcd, secondsSince1970 } from "./date.ts";

let failures: i32 = 0;

function expectSeconds(actual: u64, expected: u64): void {
  if (actual === expected) return;
  failures++;
  log(`failed: expected ${expected}, got ${actual}`);
}

export function main(): i32 {
  expectSeconds(secondsSince1970(1970, 1, 1, 0, 0, 0), 0);
  expectSeconds(secondsSince1970(1970, 1, 1, 0, 0, 1), 1);
  expectSeconds(secondsSince1970(1972, 2, 29, 0, 0, 0), 68169600);
  expectSeconds(secondsSince1970(1972, 3, 1, 0, 0, 0), 68256000);
  expectSeconds(secondsSince1970(1999, 12, 31, 23, 59, 59), 946684799);
  expectSeconds(secondsSince1970(2000, 2, 29, 12, 0, 0), 951825600);
  expectSeconds(secondsSince1970(2000, 3, 1, 0, 0, 0), 951868800);
  expectSeconds(secondsSince1970(2024, 12, 31, 23, 59, 59), 1735689599);
  expectSeconds(secondsSince1970(2038, 1, 19, 3, 14, 8), 2147483648);
  expectSeconds(secondsSince1970(2100, 3, 1, 0, 0, 0), 4107542400);
  expectSeconds(secondsSince1970(2026, 13, 1, 0, 0, 0), 0);
  expectSeconds(secondsSince1970(2026, 0, 1, 0, 0, 0), 0);
  expectSeconds(secondsSince1970(1969, 12, 31, 0, 0, 0), 0);
  expectSeconds(secondsSince1970(2026, 1, 1, 24, 0, 0), 0);
  expectSeconds(u64(fromBcd(0x59)), 59);
  return failures;
}
