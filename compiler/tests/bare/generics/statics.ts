// Generic functions with several instances, bounds on a base class, and constants of the type.
import { check, hide } from "../lib/check.ts";

abstract class Shape {
  abstract area(): u32;
}
class Square extends Shape {
  constructor(readonly edge: u32) {
    super();
  }
  override area(): u32 {
    return this.edge * this.edge;
  }
  diagonal(): u32 {
    return this.edge * 14;
  }
}
function larger<S extends Shape>(a: S, b: S): S {
  return a.area() >= b.area() ? a : b;
}
function bitsOf<T>(): u64 {
  return sizeOf<T>() * 8;
}
function count<T>(s: Slice<T>, test: (x: T) => boolean): u64 {
  let n: u64 = 0;
  for (const x of s) if (test(x)) n++;
  return n;
}
export function main(): i32 {
  const a = new Square(hide<u32>(3));
  const b = new Square(4);
  check(larger(a, b).diagonal() === 56, "the result keeps its class");
  check(bitsOf<u8>() === 8 && bitsOf<Ptr<u8>>() === 64 && bitsOf<[u32, u32]>() === 64, "sizes");
  let words!: FixedArray<string, 3>;
  words[1] = "abc";
  check(count<string>(words.slice(), (w: string): boolean => w.length === 0) === 2, "strings");
  let numbers!: FixedArray<i16, 4>;
  numbers[3] = -1;
  check(count<i16>(numbers.slice(), (n: i16): boolean => n < 0) === 1, "numbers");
  free(a);
  free(b);
  return 0;
}
