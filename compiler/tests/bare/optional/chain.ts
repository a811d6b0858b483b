// Optional chaining on nullable references: null ends the chain.
import { check, hide } from "../lib/check.ts";

class Node {
  next: Node | null = null;
  name: string = "node";
  value: u32 = 5;
  touched: u32 = 0;
  touch(): void {
    this.touched++;
  }
  after(): Node | null {
    return this.next;
  }
  weight(): u32 {
    return this.value * 2;
  }
}
function second(n: Node | null): Node | null {
  return n?.next?.next ?? null;
}
export function main(): i32 {
  const a = new Node();
  const b = new Node();
  const c = new Node();
  a.next = b;
  b.next = c;
  check(second(a) === c && second(b) === null && second(hide<Node | null>(null)) === null, "references");
  let n: Node | null = hide<Node | null>(a);
  check((n?.value ?? 99) === 5 && (n?.weight() ?? 0) === 10, "values of something");
  n?.touch();
  check(a.touched === 1, "a call as a statement");
  n = hide<Node | null>(null);
  check((n?.value ?? 99) === 99 && (n?.weight() ?? 7) === 7, "values of nothing");
  n?.touch();
  check((a.after()?.after()?.name ?? "none") === "node", "calls in a chain");
  check((c.after()?.name ?? "none") === "none", "a broken chain");
  free(a);
  free(b);
  free(c);
  return 0;
}
