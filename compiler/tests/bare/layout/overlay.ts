// A class is laid over bytes in memory to read a format.
import { check } from "../lib/check.ts";

/** @packed */
class ElfIdent {
  magic!: u32;
  bits!: u8;
  endian!: u8;
  version!: u8;
  rest!: FixedArray<u8, 9>;
  kind!: u16;
  machine!: u16;
}
export function main(): i32 {
  const bytes = "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0";
  check(bytes.length === 20 && sizeOf<ElfIdent>() === 20, "size");
  const e = ref<ElfIdent>(bytes.ptr.addr);
  check(e.magic === 0x464c457f && e.bits === 2 && e.version === 1, "ident");
  check(e.kind === 3 && e.machine === 62, "kind, machine");
  return 0;
}
