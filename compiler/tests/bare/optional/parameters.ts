// An optional parameter of pointer type is undefined, which is null.
import { check, hide } from "../lib/check.ts";

class Options {
  limit: u32 = 3;
}
function run(n: u32, options?: Options): u32 {
  if (options === undefined) return n;
  return n + options.limit;
}
function walk(from: Options | null = null): boolean {
  return from === null;
}
export function main(): i32 {
  const o = new Options();
  check(run(hide<u32>(1)) === 1 && run(1, o) === 4 && run(1, undefined) === 1, "undefined");
  check(walk() && !walk(o), "null by default");
  free(o);
  return 0;
}
