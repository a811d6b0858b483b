// A symbol table with names in a string section, as an ELF reader walks it.
import { check } from "../lib/check.ts";

/** @packed */
class Symbol64 {
  name!: u32;
  info!: u8;
  other!: u8;
  section!: u16;
  value!: u64;
  size!: u64;
}
const names = "\0main\0printf\0_start\0";

function cString(at: Ptr<u8>): string {
  let n: u64 = 0;
  while (at[n] !== 0) n++;
  return stringAt(at, n);
}
function lookup(table: Ptr<Embed<Symbol64>>, count: u64, name: string): Symbol64 | null {
  for (let i: u64 = 0; i < count; i++) {
    const s: Symbol64 = table[i];
    if (cString(names.ptr.add(s.name)) === name) return s;
  }
  return null;
}
export function main(): i32 {
  const table = newArray<Embed<Symbol64>>(4);
  table[1].name = 1;
  table[1].value = 0x401000;
  table[2].name = 6;
  table[3].name = 13;
  table[3].value = 0x400500;
  check(sizeOf<Symbol64>() === 24, "24 bytes each");
  const found = lookup(table.ptr, 4, "_start");
  check((found?.value ?? 0) === 0x400500, "found");
  check(lookup(table.ptr, 4, "exit") === null && lookup(table.ptr, 4, "") === table[0], "others");
  freeArray(table);
  return 0;
}
