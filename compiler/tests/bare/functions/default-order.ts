// Methods and constructors have defaults too; constants of the module may stand in them.
import { check, hide } from "../lib/check.ts";

const limit: u32 = 5;

class Range {
  constructor(
    readonly start: u32,
    readonly end: u32 = limit + 10,
  ) {}
  size(step: u32 = 1, extra: i32 = -1): i32 {
    return i32((this.end - this.start) / step) + extra;
  }
}
function clamp(x: i32, low: i32 = 0, high: i32 = i32(limit) * 20): i32 {
  return max(low, min(x, high));
}
export function main(): i32 {
  check(clamp(hide<i32>(500)) === 100 && clamp(500, 50) === 100 && clamp(-5, -10) === -5, "functions");
  const r = new Range(hide<u32>(5));
  check(r.end === 15 && r.size() === 9 && r.size(5) === 1 && r.size(5, 0) === 2, "methods");
  free(r);
  return 0;
}
