// Methods read and change fields, call each other and return this.
import { check } from "../lib/check.ts";

class Builder {
  private value: u64 = 0;
  private count: u32 = 0;

  digit(d: u64): Builder {
    this.value = this.value * 10 + d;
    this.count++;
    return this;
  }
  twice(d: u64): Builder {
    return this.digit(d).digit(d);
  }
  result(): [u64, u32] {
    return [this.value, this.count];
  }
}
export function main(): i32 {
  const b = new Builder();
  const [value, count] = b.digit(4).twice(2).digit(1).result();
  check(value === 4221 && count === 4, "chained");
  free(b);
  return 0;
}
