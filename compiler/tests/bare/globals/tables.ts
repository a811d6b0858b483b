// Constant tables: integers, floats, booleans, strings, tuples, functions, objects.
import { check, hide } from "../lib/check.ts";

class Driver {
  constructor(readonly id: u32) {}
}
const disk = new Driver(hide<u32>(2));
const net = new Driver(1);
const bytes: readonly u8[] = [0x55, 0xaa, 0xff];
const signed: readonly i16[] = [-1, 300, -300];
const floats: readonly f64[] = [0.5, -1e10];
const flags: readonly boolean[] = [true, false, true];
const pairs: readonly (readonly [u32, string])[] = [
  [404, "not found"],
  [200, "ok"],
];
const drivers: readonly Driver[] = [disk, net];
const fixed = [10, 20, 30] as const satisfies readonly u32[];

function half(x: u32): u32 {
  return x / 2;
}
const operations: readonly FnPtr<(x: u32) => u32>[] = [half, (x: u32): u32 => x + 1];

export function main(): i32 {
  const one = hide<u64>(1);
  check(bytes[one] === 0xaa && bytes.length === 3, "bytes");
  check(signed[one - 1] === -1 && signed[2] === -300, "signed");
  check(floats[one] === -1e10 && flags[2] && !flags[one], "floats, flags");
  check(pairs[one][0] === 200 && pairs[0][1] === "not found", "tuples");
  for (const [code, text] of pairs) check(code !== 200 || text === "ok", "destructured");
  check(drivers[0] === disk && drivers[one].id === 1 && drivers[0].id === 2, "objects");
  check(operations[0](9) === 4 && operations[one](9) === 10, "functions");
  let sum: u32 = 0;
  for (const f of fixed) sum += f;
  check(sum === 60, "as const satisfies");
  return 0;
}
