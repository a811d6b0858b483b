// f32 arithmetic rounds to single precision at each step.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const a = hide<f32>(16777216);
  check(a + 1 === 16777216, "the last bit is lost");
  check(a + 2 === 16777218, "the next is kept");
  const tenth = hide<f32>(0.1);
  check(f64(tenth) !== hide<f64>(0.1), "0.1 is another number in single precision");
  let sum = hide<f32>(0);
  for (let i: u32 = 0; i < 10; i++) sum += tenth;
  check(sum !== 1 && sum > 0.99999 && sum < 1.00001, "ten tenths");
  return 0;
}
