/** Left-leaning red-black tree: insertions and look-ups. */
class Node {
  left: Node | null = null;
  right: Node | null = null;
  key: u32 = 0;
  value: u32 = 0;
  red: boolean = false;
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
/** @inline never */
function insert(h: Node | null, fresh: Node): Node {
  if (h === null) return fresh;
  let n: Node = h;
  if (fresh.key < n.key) n.left = insert(n.left, fresh);
  else n.right = insert(n.right, fresh);
  if (isRed(n.right) && !isRed(n.left)) n = rotateLeft(n);
  if (isRed(n.left) && isRed(n.left!.left)) n = rotateRight(n);
  if (isRed(n.left) && isRed(n.right)) {
    n.red = true;
    n.left!.red = false;
    n.right!.red = false;
  }
  return n;
}
/** @inline never */
function find(root: Node | null, key: u32): u32 {
  let n = root;
  while (n !== null) {
    if (key === n.key) return n.value;
    n = key < n.key ? n.left : n.right;
  }
  return 0;
}

export function run(seed: u64): u64 {
  const count: u64 = 60000;
  const nodes = newArray<Embed<Node>>(count);
  let root: Node | null = null;
  let x = u32(seed);
  for (let i: u64 = 0; i < count; i++) {
    x = x * 1664525 + 1013904223;
    const n: Node = nodes.ptr[i];
    n.key = x >> 2;
    n.value = u32(i);
    n.red = true;
    const top: Node = insert(root, n);
    top.red = false;
    root = top;
  }
  let sum: u64 = 0;
  x = u32(seed);
  for (let i: u64 = 0; i < count * 3; i++) {
    x = x * 1664525 + 1013904223;
    sum += u64(find(root, x >> 2));
  }
  freeArray(nodes);
  return sum;
}
