// hex and pad in holes; pointers are written in hexadecimal.

import { BufferWriter, render } from "../lib/buffer.ts";
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const w: Embed<BufferWriter> = new BufferWriter();
  check(render(`${hex(hide<u32>(0xbeef))}`, w) === "0xbeef", "hex");
  check(render(`${hex(hide<u64>(0xa), 4)}`, w) === "0x000a", "hex with digits");
  check(render(`${hex(hide<u64>(0xffff_ffff_8000_0000), 16)}`, w) === "0xffffffff80000000", "an address");
  check(render(`${hex(hide<u8>(0))}`, w) === "0x0", "zero");
  check(render(`[${pad(hide<u32>(7), 4)}]`, w) === "[   7]", "pad");
  check(render(`[${pad(hide<i32>(-7), 4)}]`, w) === "[  -7]", "pad of a negative");
  check(render(`[${pad(hide<u32>(12345), 3)}]`, w) === "[12345]", "pad that is too narrow");
  check(render(`${ptr<u8>(0x1000)}`, w) === "0x1000", "a pointer");
  return 0;
}
