// Field initialisers: expressions, earlier fields, statics, tuples, arrays, functions; base before derived.
import { check } from "../lib/check.ts";

function tick(): u32 {
  Log.count++;
  return Log.count;
}
class Log {
  static count: u32 = 0;
}
class Base {
  first: u32 = tick();
  range: [u8, u8] = [1, 2];
  operation: FnPtr<() => u32> = tick;
}
class Derived extends Base {
  second: u32 = tick();
  copy: u32 = this.first * 10 + this.second;
  names!: FixedArray<string, 2>;
  third: u32;
  constructor() {
    super();
    this.third = tick();
    this.names[0] = "set";
  }
}
export function main(): i32 {
  const d = new Derived();
  check(d.first === 1 && d.second === 2 && d.third === 3 && d.copy === 12, "in order");
  check(d.range[1] === 2 && d.operation() === 4 && d.names[0] === "set" && d.names[1] === "", "kinds");
  free(d);
  return 0;
}
