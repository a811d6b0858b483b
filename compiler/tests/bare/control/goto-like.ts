// A state machine of labels, switches and loops.
import { check, hide } from "../lib/check.ts";

function scan(s: string): [u32, u32] {
  let words: u32 = 0;
  let numbers: u32 = 0;
  let i: u64 = 0;
  next: while (i < s.length) {
    const c = s.byteAt(i);
    switch (c) {
      case 32:
      case 9:
        i++;
        continue next;
    }
    if (c >= 48 && c <= 57) {
      while (i < s.length && s.byteAt(i) >= 48 && s.byteAt(i) <= 57) i++;
      numbers++;
      continue;
    }
    for (;;) {
      if (i === s.length) {
        words++;
        break next;
      }
      const d = s.byteAt(i);
      if (d === 32) break;
      i++;
    }
    words++;
  }
  return [words, numbers];
}
export function main(): i32 {
  const [w, n] = scan(hide<string>("  ab 12 c3 4  def"));
  check(w === 3 && n === 2, "counts");
  check(scan("")[0] === 0 && scan("x")[0] === 1, "edges");
  return 0;
}
