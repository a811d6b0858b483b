// Static fields are globals, static methods functions.
import { check } from "../lib/check.ts";

class Registry {
  static count: u32 = 100;
  static readonly limit: u32 = 103;
  static last: Registry | null = null;
  readonly id: u32;

  constructor() {
    this.id = Registry.count++;
    Registry.last = this;
  }
  static full(): boolean {
    return Registry.count >= Registry.limit;
  }
}
export function main(): i32 {
  const a = new Registry();
  const b = new Registry();
  check(a.id === 100 && b.id === 101 && Registry.count === 102, "count");
  check(Registry.last === b && !Registry.full(), "last");
  const c = new Registry();
  check(Registry.full(), "full");
  free(a);
  free(b);
  free(c);
  return 0;
}
