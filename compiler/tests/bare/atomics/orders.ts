// Every memory order is accepted where it makes sense.
import { check } from "../lib/check.ts";

const flag: Atomic<boolean> = atomic<boolean>(false);
const count: Atomic<i32> = atomic<i32>(0);

export function main(): i32 {
  flag.store(true, "release");
  check(flag.load("acquire"), "release, acquire");
  check(flag.exchange(false, "acq_rel") && !flag.load("relaxed"), "a boolean cell");
  check(flag.compareExchange(false, true, "acquire") && flag.load("seq_cst"), "compareExchange");
  count.add(5, "relaxed");
  count.sub(2, "release");
  count.store(count.load("relaxed") * 2, "relaxed");
  check(count.load() === 6, "count");
  fence();
  fence("acquire");
  fence("release");
  spinHint();
  return 0;
}
