// TARGET is known at compile time: the other branch is not compiled, nor its calls.
import { check } from "../lib/check.ts";

/** @extern no_such_function_anywhere */
declare function missing(): u32;

function bits(): u32 {
  if (TARGET.arch === "x64") return 1;
  else if (TARGET.arch === "aarch64") return 2;
  else return missing();
}
export function main(): i32 {
  check(TARGET.host, "host");
  if (!TARGET.host) missing();
  const arch: u32 = TARGET.arch === "x64" ? 1 : 2;
  check(bits() === arch, "arch");
  const debug = TARGET.debug;
  check(debug || !debug, "debug");
  return TARGET.host ? 0 : i32(missing());
}
