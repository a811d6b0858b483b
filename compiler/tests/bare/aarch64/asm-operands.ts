// Inline assembly on aarch64.
import { check, hide } from "../lib/check.ts";

function add(a: u64, b: u64): u64 {
  return asm<u64>({
    out: ["=r"],
    in: [
      ["r", a],
      ["r", b],
    ],
  })`add ${0}, ${1}, ${2}`;
}
function storeBy(p: Ptr<u64>, x: u64): void {
  asm({
    in: [
      ["r", p],
      ["r", x],
    ],
    clobber: ["memory"],
  })`str ${1}, [${0}]`;
}
/** @naked */
function sum(a: u64, b: u64): u64 {
  asm`
    add x0, x0, x1
    ret
  `;
  unreachable();
}
export function main(): i32 {
  check(add(hide<u64>(40), 2) === 42, "add");
  let x: u64 = 0;
  storeBy(pointerTo(x), hide<u64>(77));
  check(x === 77, "stored");
  check(sum(hide<u64>(40), 2) === 42, "naked");
  return 0;
}
