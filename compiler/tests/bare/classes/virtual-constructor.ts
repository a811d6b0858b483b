// During construction the object already has its own table.
import { check } from "../lib/check.ts";

class Node {
  kind: u32;
  constructor() {
    this.kind = this.code();
  }
  code(): u32 {
    return 1;
  }
}
class Leaf extends Node {
  override code(): u32 {
    return 2;
  }
}
export function main(): i32 {
  const leaf = new Leaf();
  check(leaf.kind === 2, "a leaf from the first call on");
  free(leaf);
  return 0;
}
