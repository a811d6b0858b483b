// The conditional operator nests and evaluates one side.
import { check, hide } from "../lib/check.ts";

let calls: u32 = 0;

function count(n: u32): u32 {
  calls++;
  return n;
}
function pick(n: u32): string {
  return n === 0 ? "zero" : n === 1 ? "one" : n < 10 ? "few" : "many";
}
export function main(): i32 {
  check(
    pick(hide<u32>(0)) === "zero" && pick(1) === "one" && pick(9) === "few" && pick(10) === "many",
    "nested",
  );
  const x = hide<boolean>(true) ? count(3) : count(4);
  check(x === 3 && calls === 1, "one side");
  const y: i64 = hide<boolean>(false) ? 1 : -1;
  check(y === -1, "two literals take the declared type");
  return 0;
}
