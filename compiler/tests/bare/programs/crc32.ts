// CRC-32 by a table made at start, Adler-32 and FNV-1a, against their published check values.
import { check } from "../lib/check.ts";

let table!: FixedArray<u32, 256>;

function makeTable(): void {
  for (let n: u32 = 0; n < 256; n++) {
    let c = n;
    for (let k: u32 = 0; k < 8; k++) c = (c & 1) !== 0 ? 0xedb88320 ^ (c >> 1) : c >> 1;
    table[n] = c;
  }
}
function crc32(data: Slice<u8>): u32 {
  let c: u32 = 0xffffffff;
  for (const b of data) c = table[(c ^ u32(b)) & 0xff] ^ (c >> 8);
  return ~c;
}
function adler32(data: Slice<u8>): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  for (const x of data) {
    a = (a + u32(x)) % 65521;
    b = (b + a) % 65521;
  }
  return (b << 16) | a;
}
function fnv(data: Slice<u8>): u64 {
  let h: u64 = 0xcbf29ce484222325;
  for (const b of data) {
    h ^= u64(b);
    h *= 0x100000001b3;
  }
  return h;
}
export function main(): i32 {
  makeTable();
  check(crc32("123456789".bytes()) === 0xcbf43926, "crc32");
  check(adler32("Wikipedia".bytes()) === 300286872, "adler32");
  check(fnv("foobar".bytes()) === 0x85944171f73967e8, "fnv");
  return 0;
}
