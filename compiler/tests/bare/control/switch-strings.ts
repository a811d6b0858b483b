// A switch on strings compares contents.
import { check, hide } from "../lib/check.ts";

function code(s: string): i32 {
  switch (s) {
    case "":
      return 0;
    case "open":
      return 1;
    case "close":
    case "shut":
      return 2;
    default:
      return -1;
  }
}
export function main(): i32 {
  check(code(hide<string>("open")) === 1, "open");
  check(code("unopened".substring(2, 6)) === 1, "a view");
  check(code("shut") === 2 && code("close") === 2 && code("") === 0, "others");
  check(code("opem") === -1 && code("ope") === -1, "near misses");
  return 0;
}
