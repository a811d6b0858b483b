// Fields are zeroed unless initialised, in the order written.
import { check } from "../lib/check.ts";

class Record {
  id: u32 = 7;
  flags!: u16;
  name: string = "none";
  next: Record | null = null;
  wide!: u64;
  ready!: boolean;
  scale: f64 = 1.5;
  double: u32 = this.id * 2;
}
export function main(): i32 {
  const r = new Record();
  check(r.id === 7 && r.flags === 0 && r.name === "none" && r.next === null, "first half");
  check(r.wide === 0 && !r.ready && r.scale === 1.5 && r.double === 14, "second half");
  r.flags = 0xffff;
  r.flags += 2;
  check(r.flags === 1 && r.wide === 0, "a field wraps within itself");
  r.next = r;
  check(r.next === r, "a reference to itself");
  free(r);
  return 0;
}
