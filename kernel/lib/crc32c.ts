/** CRC-32C (Castagnoli; RFC 3720, appendix B.4), bitwise-reflected, a table of 256 words made at first use. */

const POLYNOMIAL: u32 = 0x82f63b78;
let table!: FixedArray<u32, 256>;

function makeTable(): void {
  for (let i: u32 = 0; i < 256; i++) {
    let value = i;
    for (let bit: u32 = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >> 1) ^ POLYNOMIAL : value >> 1;
    table[i] = value;
  }
}

/** Goes on from `crc` over `n` bytes; neither inverted at the start nor at the end: that is the caller's. */
export function crc32c(crc: u32, address: u64, n: u64): u32 {
  if (table[1] === 0) makeTable();
  const bytes = ptr<u8>(address);
  let value = crc;
  for (let i: u64 = 0; i < n; i++) value = (value >> 8) ^ table[(value ^ u32(bytes[i])) & 255];
  return value;
}
