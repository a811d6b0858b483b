// A derived class has its base's fields first, super calls reach the base.
import { check, hide } from "../lib/check.ts";

class Shape {
  protected sides: u32;
  label: string = "shape";
  constructor(sides: u32) {
    this.sides = sides;
  }
  count(): u32 {
    return this.sides;
  }
}
class Square extends Shape {
  edge: u32;
  constructor(edge: u32) {
    super(4);
    this.edge = edge;
    this.label = "square";
  }
  perimeter(): u32 {
    return this.sides * this.edge;
  }
}
class Tile extends Square {
  colour: u8 = 9;
}
function sidesOf(s: Shape): u32 {
  return s.count();
}
export function main(): i32 {
  const t = new Tile(hide<u32>(5));
  check(t.perimeter() === 20 && t.colour === 9 && t.label === "square", "inherited constructor");
  check(sidesOf(t) === 4, "passed as its base");
  const base: Shape = t;
  check(base === t && addressOf(base) === addressOf(t), "the same object");
  free(t);
  return 0;
}
