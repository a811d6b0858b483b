// Inline assembly with inputs, outputs, tied operands and clobbers.
import { check, hide } from "../lib/check.ts";

function add(a: u64, b: u64): u64 {
  return asm<u64>({
    out: ["=r"],
    in: [
      ["r", a],
      ["0", b],
    ],
    clobber: ["cc"],
  })`addq ${1}, ${0}`;
}
function divide(n: u64, d: u64): [u64, u64] {
  return asm<[u64, u64]>({
    out: ["=a", "=d"],
    in: [
      ["r", d],
      ["0", n],
      ["1", u64(0)],
    ],
    clobber: ["cc"],
  })`divq ${2}`;
}
function swapBytes(x: u32): u32 {
  return asm<u32>({ out: ["=r"], in: [["0", x]], pure: true })`bswap ${0}`;
}
export function main(): i32 {
  check(add(hide<u64>(40), 2) === 42, "add");
  const [q, r] = divide(hide<u64>(1000), 7);
  check(q === 142 && r === 6, "two outputs");
  check(swapBytes(hide<u32>(0x11223344)) === 0x44332211, "pure");
  const flags = asm<u64>({ out: ["=r"] })`pushfq; popq ${0}`;
  check((flags & 2) === 2, "no inputs");
  return 0;
}
