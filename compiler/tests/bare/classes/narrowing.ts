// A type predicate narrows to a derived class; a method of type `this` gives the object's own class.
import { check, hide } from "../lib/check.ts";

class Shape {
  kind: u32 = 0;
  tagged(kind: u32): this {
    this.kind = kind;
    return this;
  }
}
class Round extends Shape {
  radius: u32 = 7;
  grow(by: u32): u32 {
    this.radius += by;
    return this.radius;
  }
}
function isRound(s: Shape): s is Round {
  return s.kind === 1;
}
function radiusOf(r: Round): u32 {
  return r.radius;
}
function measure(s: Shape): u32 {
  if (isRound(s)) return s.grow(1) + s.radius + radiusOf(s);
  return 0;
}
const even = (x: u32): boolean => x % 2 === 0;
function count(test: (x: u32) => boolean): u32 {
  let n: u32 = 0;
  for (let i: u32 = 0; i < 10; i++) if (test(i)) n++;
  return n;
}

export function main(): i32 {
  const r = new Round().tagged(hide<u32>(1));
  check(r.grow(0) === 7, "this type");
  check(measure(r) === 24, "narrowed");
  check(measure(new Shape()) === 0, "not narrowed");
  check(even(4) && count(even) === 5, "an arrow at the top level is a function");
  free(r);
  return 0;
}
