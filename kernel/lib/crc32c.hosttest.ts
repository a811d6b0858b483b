/** CRC-32C against the published check values (RFC 3720, appendix B.4, and the catalogue's check value). */
import { crc32c } from "./crc32c.ts";
import { log } from "./log.ts";

let failures: i32 = 0;

function expectSum(data: Slice<u8>, wanted: u32, what: string): void {
  const sum = ~crc32c(0xffffffff, data.ptr.addr, data.length);
  if (sum === wanted) return;
  failures++;
  log(`failed: ${what} gives ${hex(sum)}, not ${hex(wanted)}`);
}

export function main(): i32 {
  const block = newArray<u8>(32);
  expectSum("123456789".bytes(), 0xe3069283, "the digits");
  expectSum(block, 0x8a9136aa, "32 bytes of zeros");
  fillBytes(block.ptr.addr, 0xff, 32);
  expectSum(block, 0x62a8ab43, "32 bytes of ones");
  for (let i: u64 = 0; i < 32; i++) block[i] = u8(i);
  expectSum(block, 0x46dd794e, "32 bytes that count up");
  for (let i: u64 = 0; i < 32; i++) block[i] = u8(31 - i);
  expectSum(block, 0x113fdb5c, "32 bytes that count down");
  expectSum(block.subslice(0, 0), 0, "nothing");
  const half = crc32c(0xffffffff, block.ptr.addr, 13);
  if (~crc32c(half, block.ptr.addr + 13, 19) !== 0x113fdb5c) failures++;
  freeArray<u8>(block);
  return failures === 0 ? 0 : 1;
}
