// Assembly that writes memory; the bare tag is a barrier.
import { check, hide } from "../lib/check.ts";

function storeBy(p: Ptr<u64>, x: u64): void {
  asm({
    in: [
      ["r", p],
      ["r", x],
    ],
    clobber: ["memory"],
  })`movq ${1}, (${0})`;
}
function fill(p: Ptr<u8>, byte: u8, n: u64): u64 {
  const [end] = asm<[u64, u64]>({
    out: ["=D", "=c"],
    in: [
      ["0", p],
      ["1", n],
      ["a", byte],
    ],
    clobber: ["memory"],
  })`rep stosb`;
  return end;
}
export function main(): i32 {
  let x: u64 = 1;
  storeBy(pointerTo(x), hide<u64>(0x1234_5678_9abc));
  check(x === 0x1234_5678_9abc, "stored");
  let b!: FixedArray<u8, 16>;
  const end = fill(b.ptr.add(2), 0x5a, 5);
  check(end === b.ptr.addr + 7 && b[1] === 0 && b[2] === 0x5a && b[6] === 0x5a && b[7] === 0, "rep stosb");
  asm`nop`;
  return 0;
}
