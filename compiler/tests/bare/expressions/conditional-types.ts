// Both sides of ?: take one type: null with references, literals with widths, strings and tuples.
import { check, hide } from "../lib/check.ts";

class Node {
  id: u32 = 9;
}
function maybe(n: Node, wanted: boolean): Node | null {
  return wanted ? n : null;
}
function pair(wanted: boolean): [u32, string] {
  return wanted ? [1, "one"] : [2, "two"];
}
function one(x: u32): u32 {
  return x + 1;
}
function two(x: u32): u32 {
  return x + 2;
}
export function main(): i32 {
  const n = new Node();
  check(maybe(n, hide<boolean>(true)) === n && maybe(n, false) === null, "null");
  const y: u8 = hide<boolean>(true) ? 200 : 100;
  check(y + 100 === 44, "literals");
  const z = hide<boolean>(false) ? hide<u16>(1) : 0xffff;
  check(z + 1 === 0, "a literal beside a width");
  check(pair(true)[1] === "one" && pair(hide<boolean>(false))[0] === 2, "tuples");
  free(n);
  return 0;
}
