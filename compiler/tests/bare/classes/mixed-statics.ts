// A static of a class type, a static array and a static that another class uses.
import { check, hide } from "../lib/check.ts";

class Pool {
  static readonly names: readonly string[] = ["small", "middle", "large"];
  static used: FixedArray<u32, 3>;
  static root: Embed<Pool> = new Pool();
  free: u32 = 50;

  static take(kind: u64): string {
    Pool.used[kind]++;
    Pool.root.free--;
    return Pool.names[kind];
  }
}
class Client {
  static last: string = Pool.names[0];
}
export function main(): i32 {
  check(Pool.take(hide<u64>(2)) === "large" && Pool.take(2) === "large", "names");
  check(Pool.used[2] === 2 && Pool.used[0] === 0 && Pool.root.free === 48, "counters");
  check(Client.last === "small", "another class");
  return 0;
}
