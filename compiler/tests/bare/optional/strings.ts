// Null strings and slices in optional chains, and narrowing of fields and parameters.
import { check, hide } from "../lib/check.ts";

class Entry {
  name: string | null = null;
  data: Slice<u32> | null = null;
  callback: FnPtr<(n: u32) => u32> | null = null;
}
function add(n: u32): u32 {
  return n + 1;
}
function lengthOf(e: Entry | null): u64 {
  return e?.name?.length ?? 99;
}
export function main(): i32 {
  const e = new Entry();
  check(lengthOf(null) === 99 && lengthOf(e) === 99, "null");
  e.name = hide<string>("four");
  check(lengthOf(e) === 4 && (e.name ?? "other") === "four", "a string");
  check((e.data?.length ?? 7) === 7, "a null slice");
  e.data = newArray<u32>(3);
  check((e.data?.length ?? 7) === 3, "a slice");
  check((e.callback?.(4) ?? 0) === 0, "a null function");
  e.callback = add;
  check((e.callback?.(4) ?? 0) === 5, "a function");
  e.name = "";
  check(e.name !== null && e.name.length === 0 && (e.name ?? "x") === "", "an empty string is not null");
  return 0;
}
