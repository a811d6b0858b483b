// Generators with known outputs: xorshift64 and the murmur finaliser.
import { check, hide } from "../lib/check.ts";

function xorshift(state: Ptr<u64>): u64 {
  let x = state[0];
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  state[0] = x;
  return x;
}
function mix(n: u32): u32 {
  let h = n;
  h ^= h >> 16;
  h *= 0x85ebca6b;
  h ^= h >> 13;
  h *= 0xc2b2ae35;
  h ^= h >> 16;
  return h;
}
export function main(): i32 {
  let state: u64 = 88172645463325252;
  let x: u64 = 0;
  for (let i: u32 = 0; i < 1000; i++) x = xorshift(pointerTo(state));
  check(x === 1363160026601443621, "xorshift64");
  check(mix(hide<u32>(12345)) === 1011272156, "murmur");
  return 0;
}
