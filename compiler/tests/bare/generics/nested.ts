// Generic classes within generic classes, and generic methods.
import { check, hide } from "../lib/check.ts";

class Box<T> {
  value: T;
  constructor(value: T) {
    this.value = value;
  }
  map<U>(f: (x: T) => U): U {
    return f(this.value);
  }
}
class Two<T> {
  a: Box<T>;
  b: Box<T>;
  constructor(x: T, y: T) {
    this.a = new Box<T>(x);
    this.b = new Box<T>(y);
  }
  swapped(): Two<T> {
    return new Two<T>(this.b.value, this.a.value);
  }
}
export function main(): i32 {
  const t = new Two<u16>(hide<u16>(5), 60000);
  const s = t.swapped();
  check(s.a.value === 60000 && s.b.value === 5, "swapped");
  const text = s.b.map<string>((x: u16): string => (x === 5 ? "five" : "other"));
  check(text === "five" && t.a.map<u64>((x: u16): u64 => u64(x) << 32) === 0x5_0000_0000, "map");
  const inner = new Box<Box<u16>>(s.a);
  check(inner.value.value === 60000, "a box in a box");
  return 0;
}
