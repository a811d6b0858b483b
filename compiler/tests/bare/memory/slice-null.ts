// A slice or string may be null: its pointer is 0.
import { check, hide } from "../lib/check.ts";

function length(s: Slice<u8> | null): i64 {
  return s === null ? -1 : i64(s.length);
}
function name(known: boolean): string | null {
  return known ? "known" : null;
}
export function main(): i32 {
  check(length(null) === -1 && length("four".bytes()) === 4, "slice");
  const a = name(hide<boolean>(true));
  const b = name(hide<boolean>(false));
  check(a !== null && a === "known" && b === null, "string");
  check((b ?? "default") === "default" && (a ?? "default") === "known", "??");
  return 0;
}
