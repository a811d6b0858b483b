// A boolean converts to 0 or 1.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const yes = hide<boolean>(true);
  const no = hide<boolean>(false);
  check(u8(yes) === 1 && u8(no) === 0, "u8");
  check(u64(yes) + u64(yes) === 2, "u64");
  check(i32(hide<u32>(5) > 3) === 1, "a comparison");
  check(-i32(yes) === -1, "negated");
  return 0;
}
