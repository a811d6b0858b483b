// An arrow in a method has the method's this.
import { check, hide } from "../lib/check.ts";

class Counter {
  private total: u32 = 0;
  private readonly weight: u32;

  constructor(weight: u32) {
    this.weight = weight;
  }
  add(values: Slice<u32>): u32 {
    each(values, (v: u32): void => {
      this.total += v * this.weight;
    });
    return this.total;
  }
}
function each(values: Slice<u32>, f: (v: u32) => void): void {
  for (const v of values) f(v);
}
export function main(): i32 {
  let a!: FixedArray<u32, 3>;
  a[0] = 1;
  a[1] = 2;
  a[2] = 3;
  const c = new Counter(hide<u32>(10));
  check(c.add(a.slice()) === 60, "first");
  check(c.add(a.slice()) === 120, "the field was changed");
  free(c);
  return 0;
}
