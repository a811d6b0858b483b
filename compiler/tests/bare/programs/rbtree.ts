// A left-leaning red-black tree keeps order and balance under insertions.
import { check } from "../lib/check.ts";

class Node {
  left: Node | null = null;
  right: Node | null = null;
  red: boolean = true;
  constructor(
    readonly key: u32,
    public value: u32,
  ) {}
}
function isRed(n: Node | null): boolean {
  return n !== null && n.red;
}
function rotateLeft(h: Node): Node {
  const x = h.right!;
  h.right = x.left;
  x.left = h;
  x.red = h.red;
  h.red = true;
  return x;
}
function rotateRight(h: Node): Node {
  const x = h.left!;
  h.left = x.right;
  x.right = h;
  x.red = h.red;
  h.red = true;
  return x;
}
function insert(h: Node | null, key: u32, value: u32): Node {
  if (h === null) return new Node(key, value);
  let n: Node = h;
  if (key < n.key) n.left = insert(n.left, key, value);
  else if (key > n.key) n.right = insert(n.right, key, value);
  else n.value = value;
  if (isRed(n.right) && !isRed(n.left)) n = rotateLeft(n);
  if (isRed(n.left) && isRed(n.left!.left)) n = rotateRight(n);
  if (isRed(n.left) && isRed(n.right)) {
    n.red = true;
    n.left!.red = false;
    n.right!.red = false;
  }
  return n;
}
function height(n: Node | null): u32 {
  return n === null ? 0 : 1 + max(height(n.left), height(n.right));
}
function walk(n: Node | null, f: (n: Node) => void): void {
  if (n === null) return;
  walk(n.left, f);
  f(n);
  walk(n.right, f);
}
function blackHeight(n: Node | null): i32 {
  if (n === null) return 1;
  const l = blackHeight(n.left);
  const r = blackHeight(n.right);
  if (l !== r || l < 0) return -1;
  return l + (n.red ? 0 : 1);
}
export function main(): i32 {
  let root: Node | null = null;
  for (let i: u32 = 0; i < 1000; i++) {
    const made: Node = insert(root, (i * 7919) % 1009, i);
    made.red = false;
    root = made;
  }
  let count: u32 = 0;
  let last: i64 = -1;
  let ordered = true;
  walk(root, (n: Node): void => {
    if (i64(n.key) <= last) ordered = false;
    last = i64(n.key);
    count++;
  });
  check(count === 1000 && ordered, "all in order");
  check(blackHeight(root) > 0 && height(root) <= 20, "balanced");
  return 0;
}
