// Embed lays an object inside another, constructed in place.
import { check, hide } from "../lib/check.ts";

class Point {
  x: i32 = 1;
  y: i32;
  constructor(y: i32 = 2) {
    this.y = y;
  }
  sum(): i32 {
    return this.x + this.y;
  }
}
class Segment {
  from!: Embed<Point>;
  to: Embed<Point> = new Point(20);
  tag: u8 = 5;
}
function move(p: Point, by: i32): void {
  p.x += by;
}
export function main(): i32 {
  const s = new Segment();
  check(s.from.x === 1 && s.from.y === 2, "default-constructed");
  check(s.to.x === 1 && s.to.y === 20 && s.tag === 5, "constructed with arguments");
  move(s.from, hide<i32>(9));
  check(s.from.x === 10 && s.from.sum() === 12, "passed as a reference");
  const p: Point = s.to;
  p.y = 3;
  check(s.to.y === 3 && addressOf(p) === addressOf(s) + 8, "inside its object");
  s.to = new Point(70);
  check(s.to.y === 70 && p.y === 70, "constructed again in place");
  check(sizeOf<Segment>() === 20, "size");
  free(s);
  return 0;
}
