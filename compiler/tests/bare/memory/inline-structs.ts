// Ptr<Embed<C>> walks structs that lie one after another.
import { check, hide } from "../lib/check.ts";

class Entry {
  key: u32 = 0;
  value: u64 = 0;
  show(): u64 {
    return u64(this.key) * 1000 + this.value;
  }
}
export function main(): i32 {
  let table!: FixedArray<Embed<Entry>, 4>;
  for (let i: u64 = 0; i < 4; i++) {
    table[i].key = u32(i);
    table[i].value = i * 3;
  }
  const p: Ptr<Embed<Entry>> = table.ptr;
  check(p[2].show() === 2006, "indexed");
  const e: Entry = p.add(3)[0];
  e.value = hide<u64>(500);
  check(table[3].value === 500 && table[3].show() === 3500, "a reference to an element");
  check(p.add(1).addr - p.addr === sizeOf<Entry>(), "stride");
  let sum: u64 = 0;
  for (const each of table) sum += each.value;
  check(sum === 509, "for...of gives references");
  return 0;
}
