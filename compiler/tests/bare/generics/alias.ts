// Type aliases, generic ones too.
import { check, hide } from "../lib/check.ts";

type Maybe<T> = [T, boolean];
type Id = u32;
type Visit<T> = (x: T) => void;
type Chain = Link | null;

class Link {
  next: Chain = null;
  id: Id = 3;
}
function lookup(id: Id): Maybe<u64> {
  return id === 3 ? [300, true] : [0, false];
}
function visit<T>(x: T, f: Visit<T>): void {
  f(x);
}
export function main(): i32 {
  const [value, found] = lookup(hide<Id>(3));
  check(value === 300 && found && !lookup(4)[1], "tuple alias");
  let seen: u8 = 0;
  visit<u8>(9, (x: u8): void => {
    seen = x;
  });
  check(seen === 9, "function alias");
  const l = new Link();
  const chain: Chain = l.next;
  check(chain === null && l.id === 3, "nullable alias");
  free(l);
  return 0;
}
