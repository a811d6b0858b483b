// A byte-oriented LZ decoder reproduces overlapping matches.
import { check } from "../lib/check.ts";

function expand(packed: Slice<u8>, into: Slice<u8>): usize {
  let out: u64 = 0;
  let at: u64 = 0;
  while (at < packed.length) {
    const token = packed[at++];
    if (token < 128) {
      for (let i: u64 = 0; i <= u64(token); i++) into[out++] = packed[at++];
    } else {
      const length = u64(token & 127) + 3;
      const back = u64(packed[at++]) + 1;
      for (let i: u64 = 0; i < length; i++) {
        into[out] = into[out - back];
        out++;
      }
    }
  }
  return out;
}
export function main(): i32 {
  let out!: FixedArray<u8, 64>;
  const packed: readonly u8[] = [2, 97, 98, 99, 131, 2, 0, 33, 132, 0];
  const data = newArray<u8>(packed.length);
  for (let i: u64 = 0; i < packed.length; i++) data[i] = packed[i];
  const n = expand(data, out.slice());
  check(stringAt(out.ptr, n) === "abcabcabc!!!!!!!!", "expanded");
  freeArray(data);
  return 0;
}
