// Object destructuring reads fields, with renaming.
import { check, hide } from "../lib/check.ts";

class Size {
  width: u32 = 3;
  height: u64 = 4;
  name: string = "size";
}
export function main(): i32 {
  const s = new Size();
  s.width = hide<u32>(30);
  const { width, height: tall, name } = s;
  s.width = 1;
  check(width === 30 && tall === 4 && name === "size", "values at that moment");
  free(s);
  return 0;
}
