// Floats have at most six decimals.

import { BufferWriter, render } from "../lib/buffer.ts";
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const w: Embed<BufferWriter> = new BufferWriter();
  check(render(`${hide<f64>(2.5)}`, w) === "2.5", "2.5");
  check(render(`${hide<f64>(-0.125)}`, w) === "-0.125", "-0.125");
  check(render(`${hide<f64>(3)}`, w) === "3", "3");
  check(render(`${hide<f64>(1e15)}`, w) === "1000000000000000", "1e15");
  check(render(`${hide<f64>(0)}`, w) === "0", "0");
  check(render(`${hide<f64>(1) / hide<f64>(0)}`, w) === "Infinity", "infinity");
  check(render(`${hide<f64>(0) / hide<f64>(0)}`, w) === "NaN", "NaN");
  check(render(`${hide<f64>(0.333333333)}`, w) === "0.333333", "a third");
  check(render(`${hide<f32>(0.75)}`, w) === "0.75", "f32");
  check(render(`${hide<f64>(1e300)}`, w) === "0x17e43c8800759cp944", "very large");
  return 0;
}
