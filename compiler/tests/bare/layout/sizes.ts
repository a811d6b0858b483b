// Sizes, alignments and offsets are C's.
import { check } from "../lib/check.ts";

class Mixed {
  a!: u8;
  b!: u32;
  c!: u8;
  d!: u64;
  e!: u16;
  f!: boolean;
}
class Slices {
  s!: Slice<u32>;
  t!: string;
  p!: Ptr<u8>;
}
export function main(): i32 {
  check(offsetOf<Mixed>("a") === 0 && offsetOf<Mixed>("b") === 4, "a, b");
  check(offsetOf<Mixed>("c") === 8 && offsetOf<Mixed>("d") === 16, "c, d");
  check(offsetOf<Mixed>("e") === 24 && offsetOf<Mixed>("f") === 26, "e, f");
  check(sizeOf<Mixed>() === 32 && alignOf<Mixed>() === 8, "whole");
  check(sizeOf<Slices>() === 40 && offsetOf<Slices>("p") === 32, "slices are two words");
  check(
    sizeOf<u8>() === 1 && sizeOf<i64>() === 8 && sizeOf<f32>() === 4 && sizeOf<boolean>() === 1,
    "scalars",
  );
  check(sizeOf<Ptr<u8>>() === 8 && sizeOf<string>() === 16 && sizeOf<FixedArray<u16, 5>>() === 10, "others");
  return 0;
}
