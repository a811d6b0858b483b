// `a?.x ?? b?.y ?? d` tests each in turn and evaluates no more than it needs.
import { check } from "../lib/check.ts";

class Node {
  next: Node | null = null;
  name: string | null = null;
  constructor(readonly value: u32) {}
}
let asked: u32 = 0;
function last(): u32 {
  asked++;
  return 99;
}
function pick(a: Node | null, b: Node | null): u32 {
  return a?.next?.value ?? b?.value ?? last();
}
function label(a: Node | null, b: Node | null): string {
  return a?.name ?? b?.name ?? "none";
}
export function main(): i32 {
  const a = new Node(1);
  const b = new Node(2);
  check(pick(a, b) === 2, "the second");
  a.next = b;
  check(pick(a, null) === 2 && asked === 0, "the first");
  check(pick(null, a) === 1 && asked === 0, "the second again");
  check(pick(null, null) === 99 && asked === 1, "the default");
  check(label(a, b) === "none", "both null");
  b.name = "b";
  check(label(a, b) === "b" && label(b, null) === "b", "strings");
  free(a);
  free(b);
  return 0;
}
