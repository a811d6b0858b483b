// Ptr indexes, moves, compares and measures in elements.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let a!: FixedArray<u32, 8>;
  for (let i: u64 = 0; i < 8; i++) a[i] = u32(i) * 11;
  const p: Ptr<u32> = a.ptr;
  check(p[3] === 33 && p.add(2)[1] === 33 && p.add(5).sub(2)[0] === 33, "indexing");
  check(p.add(6).offsetFrom(p) === 6 && p.offsetFrom(p.add(6)) === -6, "distance in elements");
  check(p.add(3).addr - p.addr === 12, "distance in bytes");
  check(p.add(1) !== p && p.add(1).sub(1) === p, "comparison");
  p[hide<u64>(7)] = 5;
  p[0]++;
  p[0] += 10;
  check(a[7] === 5 && a[0] === 11, "writes");
  const q = p.add(4);
  check(q[-1] === 33 && q[hide<i32>(-4)] === 11, "negative index");
  const bytes = p.add(2).cast<u8>();
  check(bytes[0] === 22 && bytes[1] === 0, "cast");
  check(ptr<u32>(p.addr + 8)[0] === 22, "from an address");
  return 0;
}
