// Getters and setters are calls; compound assignment reads and writes.
import { check, hide } from "../lib/check.ts";

class Temperature {
  private milli: i64 = 0;
  private writes: u32 = 0;

  get celsius(): i64 {
    return this.milli / 1000;
  }
  set celsius(c: i64) {
    this.milli = c * 1000;
    this.writes++;
  }
  get changes(): u32 {
    return this.writes;
  }
}
export function main(): i32 {
  const t = new Temperature();
  t.celsius = hide<i64>(-40);
  check(t.celsius === -40 && t.changes === 1, "set and get");
  t.celsius += 65;
  check(t.celsius === 25 && t.changes === 2, "compound");
  t.celsius++;
  check(t.celsius === 26 && t.changes === 3, "increment");
  free(t);
  return 0;
}
