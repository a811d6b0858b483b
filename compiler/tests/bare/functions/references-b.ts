// Re-exports and uses the state of references-a.ts.
import { check } from "../lib/check.ts";

export { counter } from "./references-a.ts";

import { bump, counter } from "./references-a.ts";

export function bumpTwice(): void {
  bump();
  bump();
}
export function main(): i32 {
  const before = counter();
  bumpTwice();
  check(counter() === before + 2, "counted");
  return 0;
}
