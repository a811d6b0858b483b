/** A walk over a linked list that updates each node. */
class Node {
  next: Node | null = null;
  value: u64 = 0;
  visits: u32 = 0;
}

export function run(seed: u64): u64 {
  const count: u64 = 20000;
  const nodes = newArray<Embed<Node>>(count);
  let head: Node | null = null;
  for (let i: u64 = 0; i < count; i++) {
    const node: Node = nodes.ptr[(i * 7919) % count];
    node.next = head;
    node.value = i * seed;
    head = node;
  }
  let sum: u64 = 0;
  for (let round: u64 = 0; round < 600; round++) sum += walk(head, round);
  freeArray(nodes);
  return sum;
}

/** @inline never */
function walk(head: Node | null, add: u64): u64 {
  let sum: u64 = 0;
  for (let n = head; n !== null; n = n.next) {
    n.visits++;
    n.value += add;
    sum += n.value ^ u64(n.visits);
  }
  return sum;
}
