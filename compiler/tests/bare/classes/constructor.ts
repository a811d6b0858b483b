// Constructors run after the field initialisers; parameter properties are fields.
import { check, hide } from "../lib/check.ts";

class Rectangle {
  area: u32;
  made: u32 = 1;
  constructor(
    readonly width: u32,
    readonly height: u32 = 2,
    private border: u8 = 0,
  ) {
    this.area = width * height;
    this.made += 10;
  }
  frame(): u32 {
    return this.area + u32(this.border);
  }
}
export function main(): i32 {
  const r = new Rectangle(hide<u32>(6), 7, 3);
  check(r.width === 6 && r.height === 7 && r.area === 42 && r.made === 11, "all given");
  check(r.frame() === 45, "a private parameter property");
  const s = new Rectangle(5);
  check(s.height === 2 && s.area === 10 && s.frame() === 10, "defaults");
  free(r);
  free(s);
  return 0;
}
