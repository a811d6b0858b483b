// Arrows in virtual methods, calling virtual methods of this and of super's class.
import { check } from "../lib/check.ts";

abstract class Base {
  base: u32 = 3;
  abstract value(): u32;
  twice(f: (x: u32) => u32): u32 {
    return f(this.value()) + f(this.base);
  }
}
class Derived extends Base {
  private k: u32 = 5;
  override value(): u32 {
    return this.k * 2;
  }
  run(): u32 {
    let calls: u32 = 0;
    const r = this.twice((x: u32): u32 => {
      calls++;
      return x * this.k + this.value() + calls;
    });
    return r * 10 + calls;
  }
}
export function main(): i32 {
  const d = new Derived();
  check(d.run() === (10 * 5 + 10 + 1 + 3 * 5 + 10 + 2) * 10 + 2, "values");
  free(d);
  return 0;
}
