// Base fields come first, after the table's pointer where there is one.
import { check } from "../lib/check.ts";

class Plain {
  a!: u32;
  b!: u8;
}
class More extends Plain {
  c!: u8;
  d!: u64;
}
abstract class Root {
  e!: u16;
  abstract f(): void;
}
class Leaf extends Root {
  g!: u64;
  override f(): void {}
}
export function main(): i32 {
  check(sizeOf<Plain>() === 8 && offsetOf<More>("d") % 8 === 0, "plain");
  check(offsetOf<More>("a") === 0 && offsetOf<More>("b") === 4, "base fields");
  check(offsetOf<More>("c") >= 5 && offsetOf<More>("d") > offsetOf<More>("c"), "own fields");
  check(offsetOf<Root>("e") === 8 && offsetOf<Leaf>("g") === 16 && sizeOf<Leaf>() === 24, "polymorphic");
  return 0;
}
