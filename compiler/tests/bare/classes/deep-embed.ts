// Objects within objects within arrays, constructed with arguments at each level.
import { check, hide } from "../lib/check.ts";

class Leaf {
  constructor(readonly weight: u32 = 2) {}
}
class Branch {
  leaves!: FixedArray<Embed<Leaf>, 3>;
  special: Embed<Leaf> = new Leaf(50);
  total(): u32 {
    let sum = this.special.weight;
    for (const leaf of this.leaves) sum += leaf.weight;
    return sum;
  }
}
class Tree {
  branches!: FixedArray<Embed<Branch>, 2>;
  root!: Embed<Branch>;
}
const forest: Embed<Tree> = new Tree();

export function main(): i32 {
  const t = new Tree();
  let sum = t.root.total();
  for (const b of t.branches) sum += b.total();
  check(sum === 168, "each constructed");
  t.branches[1].leaves[2] = new Leaf(hide<u32>(100));
  check(t.branches[1].total() === 154 && t.branches[0].total() === 56, "one constructed again");
  check(forest.branches[0].leaves[1].weight === 2 && forest.root.special.weight === 50, "a global");
  free(t);
  return 0;
}
