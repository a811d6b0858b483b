// An assignment through a setter has the assigned value; the object is evaluated once.
import { check } from "../lib/check.ts";

class Gauge {
  private raw: u32 = 10;
  writes: u32 = 0;
  get level(): u32 {
    return this.raw;
  }
  set level(value: u32) {
    this.raw = value;
    this.writes++;
  }
}
let asked: u32 = 0;
const gauge = new Gauge();
function find(): Gauge {
  asked++;
  return gauge;
}
export function main(): i32 {
  check((gauge.level = 3) === 3, "the assigned value");
  check(gauge.level++ === 3 && gauge.level === 4, "postfix");
  check(--gauge.level === 3, "prefix");
  find().level += 5;
  check(asked === 1 && gauge.level === 8, "compound, object once");
  find().level <<= 1;
  check(asked === 2 && gauge.level === 16 && gauge.writes === 5, "shift");
  return 0;
}
