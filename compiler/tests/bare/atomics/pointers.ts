// Cells of pointers and references, and arrays of cells.
import { check, hide } from "../lib/check.ts";

class Node {
  next: Node | null = null;
  id: u32 = 0;
}
class Stack {
  head!: Atomic<Node | null>;
  push(n: Node): void {
    do n.next = this.head.load("relaxed");
    while (!this.head.compareExchange(n.next, n, "release"));
  }
  takeAll(): Node | null {
    return this.head.exchange(null, "acquire");
  }
}
let cells!: FixedArray<Atomic<u32>, 4>;

export function main(): i32 {
  const s = new Stack();
  const a = new Node();
  const b = new Node();
  a.id = 1;
  b.id = 2;
  s.push(a);
  s.push(b);
  const list = s.takeAll();
  check(list === b && b.next === a && a.next === null && s.takeAll() === null, "a stack");
  for (let i: u64 = 0; i < 4; i++) cells[i].add(u32(i) * 2);
  cells[hide<u64>(3)].add(1);
  check(cells[3].load() === 7 && cells[1].load() === 2, "an array of cells");
  free(a);
  free(b);
  free(s);
  return 0;
}
