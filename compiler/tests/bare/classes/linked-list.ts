// References link objects; null ends the chain.
import { check } from "../lib/check.ts";

class Node {
  constructor(
    public value: u32,
    public next: Node | null,
  ) {}
}
function reverse(head: Node | null): Node | null {
  let result: Node | null = null;
  let at = head;
  while (at !== null) {
    const next: Node | null = at.next;
    at.next = result;
    result = at;
    at = next;
  }
  return result;
}
export function main(): i32 {
  let list: Node | null = null;
  for (let i: u32 = 0; i < 10; i++) list = new Node(i, list);
  list = reverse(list);
  let digits: u64 = 0;
  for (let n: Node | null = list; n !== null; n = n.next) digits = digits * 10 + u64(n.value);
  check(digits === 123456789, "in order after reversal");
  let count: u32 = 0;
  while (list !== null) {
    const next: Node | null = list.next;
    free(list);
    list = next;
    count++;
  }
  check(count === 10, "all freed");
  return 0;
}
