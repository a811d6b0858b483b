// References are equal when they are to one object.
import { check, hide } from "../lib/check.ts";

class Key {
  id: u32 = 5;
}
export function main(): i32 {
  const a = new Key();
  const b = new Key();
  let c: Key | null = a;
  check(a !== b && c === a && c !== b, "identity");
  c = hide<boolean>(true) ? null : b;
  check(c === null && c !== a, "null");
  free(a);
  free(b);
  return 0;
}
