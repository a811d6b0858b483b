// A loop of floating-point arithmetic converges on the known root and the known sum.
import { check, hide } from "../lib/check.ts";

function cubeRoot(x: f64): f64 {
  let guess: f64 = x / 3;
  for (let i: u32 = 0; i < 60; i++) guess = (2 * guess + x / (guess * guess)) / 3;
  return guess;
}
function near(a: f64, b: f64): boolean {
  const d = a - b;
  return d < 1e-12 && d > -1e-12;
}
export function main(): i32 {
  check(near(cubeRoot(hide<f64>(27)), 3), "cube root of 27");
  check(near(cubeRoot(hide<f64>(2)), 1.2599210498948732), "cube root of 2");
  let pi: f64 = 0;
  for (let k: u32 = 0; k < 20; k++) {
    const n = f64(k);
    let sixteen: f64 = 1;
    for (let i: u32 = 0; i < k; i++) sixteen *= 16;
    pi += (4 / (8 * n + 1) - 2 / (8 * n + 4) - 1 / (8 * n + 5) - 1 / (8 * n + 6)) / sixteen;
  }
  check(near(pi, 3.141592653589793), "pi");
  return 0;
}
