// `!` checks nothing; narrowing makes a nullable value usable.
import { check } from "../lib/check.ts";

class Item {
  id: u32 = 21;
  other: Item | null = null;
}
function get(i: Item | null): u32 {
  if (i === null || i.id === 0) return 0;
  return i.id;
}
export function main(): i32 {
  const i = new Item();
  i.other = i;
  check(i.other!.other!.id === 21, "asserted");
  check(get(i) === 21 && get(null) === 0, "narrowed");
  const there = i.other !== null && i.other.id === 21;
  check(there, "narrowed within &&");
  free(i);
  return 0;
}
