// uninitialised() leaves storage as it is; what is written is read.
import { check } from "../lib/check.ts";

export function main(): i32 {
  const b: FixedArray<u8, 256> = uninitialised();
  for (let i: u64 = 0; i < 256; i++) b[i] = u8(255 - i);
  let sum: u32 = 0;
  for (const x of b) sum += u32(x);
  check(sum === 32640, "sum");
  return 0;
}
