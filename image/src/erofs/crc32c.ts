/** CRC-32C (Castagnoli; RFC 3720, appendix B.4), reflected, by table; inversions are the caller's. */
const table = new Uint32Array(256);
for (let i = 0; i < 256; i++) {
  let value = i;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  table[i] = value;
}

export function crc32c(crc: number, bytes: Uint8Array): number {
  let value = crc >>> 0;
  for (const b of bytes) value = (value >>> 8) ^ table[(value ^ b) & 255]!;
  return value >>> 0;
}
