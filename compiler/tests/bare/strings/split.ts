// Views of a string, collected.
import { check } from "../lib/check.ts";

function words(s: string, into: Slice<string>): usize {
  let count: u64 = 0;
  let start: u64 = 0;
  for (let i: u64 = 0; i <= s.length; i++) {
    if (i < s.length && s.byteAt(i) !== 32) continue;
    if (i > start) {
      into[count] = s.substring(start, i);
      count++;
    }
    start = i + 1;
  }
  return count;
}
export function main(): i32 {
  let found!: FixedArray<string, 8>;
  const n = words("  root=/dev/vda  console=ttyS0 quiet", found.slice());
  check(
    n === 3 && found[0] === "root=/dev/vda" && found[1] === "console=ttyS0" && found[2] === "quiet",
    "words",
  );
  return 0;
}
