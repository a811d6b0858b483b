// Two imports of one module share its state; exports may be renamed.
import { check } from "../lib/check.ts";

import { bump, counter as sharedCounter } from "./references-a.ts";
import { bumpTwice } from "./references-b.ts";

export function main(): i32 {
  bump();
  bumpTwice();
  check(sharedCounter() === 3, "one state");
  return 0;
}
