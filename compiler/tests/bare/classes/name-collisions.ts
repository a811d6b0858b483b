// Equal names of methods, functions, locals, generics and files do not meet.
import { check } from "../lib/check.ts";

class A<T> {
  value!: T;
  get(): string {
    return "A";
  }
}
class A_u32 {
  get(): string {
    return "A_u32";
  }
}
function get(): string {
  return "function";
}
class B {
  get: u32 = 5;
  static get(): string {
    return "static";
  }
}
export function main(): i32 {
  const a = new A<u32>();
  const b = new A<A<u32>>();
  const c = new A_u32();
  const d = new B();
  const main: u32 = 3;
  check(a.get() === "A" && b.get() === "A" && c.get() === "A_u32", "classes");
  check(get() === "function" && B.get() === "static" && d.get === 5 && main === 3, "others");
  check(sizeOf<A<u8>>() === 1 && sizeOf<A<A<u64>>>() === 8, "layouts");
  free(a);
  free(b);
  free(c);
  free(d);
  return 0;
}
