/** Random insertions and removals against a plain array, with the tree's invariants checked on the way. */
import { expect, failures } from "./host/testing.ts";
import { type RbEntry, RbLinks, RbTree } from "./rbtree.ts";

class Item implements RbEntry<Item> {
  private links: Embed<RbLinks<Item>> = new RbLinks<Item>();
  key: u64 = 0;
  inTree: boolean = false;
  treeKey(): u64 {
    return this.key;
  }
  treeLinks(): RbLinks<Item> {
    return this.links;
  }
}

const COUNT = 200;
let seed: u64 = 0x1234_5678_9abc_def1;

function random(below: u64): u64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

const tree = new RbTree<Item>();
let items!: FixedArray<Embed<Item>, 200>;

/** Walks the tree both ways and compares it with the flags of the items, which stand in order of their keys. */
function matches(): boolean {
  let count: u64 = 0;
  let at = tree.first();
  for (let i: u64 = 0; i < COUNT; i++) {
    const item = items[i];
    if (!item.inTree) continue;
    count++;
    if (at !== item) return false;
    at = tree.next(item);
  }
  if (at !== null || tree.size !== count) return false;
  at = tree.last();
  while (at !== null) {
    count--;
    at = tree.previous(at);
  }
  return count === 0 && tree.blackHeight(tree.root) > 0;
}

/** The greatest item in the tree with a key of at most `key`, by looking at all. */
function slowFloor(key: u64): Item | null {
  let best: Item | null = null;
  for (let i: u64 = 0; i < COUNT; i++) if (items[i].inTree && items[i].key <= key) best = items[i];
  return best;
}

export function main(): i32 {
  for (let i: u64 = 0; i < COUNT; i++) items[i].key = 10 + i * 10;
  for (let round: u32 = 0; round < 20000; round++) {
    // Phases of growth and of shrinking reach all the cases of removal.
    const item = items[random(COUNT)];
    const wanted = (round / 400) % 2 === 0 ? random(4) !== 0 : random(4) === 0;
    if (wanted && !item.inTree) {
      tree.insert(item);
      item.inTree = true;
    } else if (!wanted && item.inTree) {
      tree.remove(item);
      item.inTree = false;
    }
    if (round % 16 === 0) expect(matches(), "the tree is the set");
    const key = random(COUNT * 10 + 20);
    const floor = slowFloor(key);
    expect(tree.floor(key) === floor, "floor");
    expect(tree.find(key) === (floor !== null && floor.key === key ? floor : null), "find");
    const ceiling = tree.ceiling(key);
    if (ceiling === null) expect(tree.last() === floor, "no ceiling");
    else expect(ceiling.key >= key && tree.previous(ceiling) === slowFloor(ceiling.key - 1), "ceiling");
    if (failures() > 5) return 1;
  }
  for (let i: u64 = 0; i < COUNT; i++) if (items[i].inTree) tree.remove(items[i]);
  expect(tree.root === null && tree.size === 0, "empty in the end");
  return failures() === 0 ? 0 : 1;
}
