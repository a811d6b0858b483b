// A struct is copied by its bytes.
import { check, hide } from "../lib/check.ts";

class Vector {
  x: f64 = 0;
  y: f64 = 0;
  name: string = "v";
}
export function main(): i32 {
  const a = new Vector();
  const b = new Vector();
  a.x = hide<f64>(1.25);
  a.y = -7;
  a.name = "copied";
  copyBytes(addressOf(b), addressOf(a), sizeOf<Vector>());
  check(b.x === 1.25 && b.y === -7 && b.name === "copied" && a !== b, "copied");
  free(a);
  free(b);
  return 0;
}
