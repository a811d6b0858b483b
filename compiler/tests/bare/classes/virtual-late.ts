// A method first overridden in the third level is virtual from the root that declares it.
import { check } from "../lib/check.ts";

class Base {
  a: u32 = 1;
  name(): string {
    return "base";
  }
}
class Middle extends Base {
  b: u32 = 2;
}
class Last extends Middle {
  c: u32 = 3;
  override name(): string {
    return "last";
  }
  extra(): u32 {
    return this.a * 100 + this.b * 10 + this.c;
  }
}
function nameOf(x: Base): string {
  return x.name();
}
export function main(): i32 {
  const base = new Base();
  const middle = new Middle();
  const last = new Last();
  check(nameOf(base) === "base" && nameOf(middle) === "base" && nameOf(last) === "last", "names");
  check(last.extra() === 123, "fields of all levels");
  check(offsetOf<Base>("a") === 8, "the root starts with the table's pointer");
  free(base);
  free(middle);
  free(last);
  return 0;
}
