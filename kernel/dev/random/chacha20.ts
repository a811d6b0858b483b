/** The ChaCha20 block function (RFC 8439, section 2.3). */

export const KEY_WORDS: usize = 8;
export const BLOCK_WORDS: usize = 16;

/** "expand 32-byte k" */
const CONSTANT_0: u32 = 0x61707865;
const CONSTANT_1: u32 = 0x3320646e;
const CONSTANT_2: u32 = 0x79622d32;
const CONSTANT_3: u32 = 0x6b206574;

function quarterRound(x: Slice<u32>, a: usize, b: usize, c: usize, d: usize): void {
  x[a] += x[b];
  x[d] = rotl(x[d] ^ x[a], 16);
  x[c] += x[d];
  x[b] = rotl(x[b] ^ x[c], 12);
  x[a] += x[b];
  x[d] = rotl(x[d] ^ x[a], 8);
  x[c] += x[d];
  x[b] = rotl(x[b] ^ x[c], 7);
}

/** Writes the 16 words of key stream block `counter` to `out`. `key`: 8 words; `nonce`: 3 words. */
export function chacha20Block(key: Slice<u32>, counter: u32, nonce: Slice<u32>, out: Slice<u32>): void {
  let x!: FixedArray<u32, 16>;
  let start!: FixedArray<u32, 16>;
  start[0] = CONSTANT_0;
  start[1] = CONSTANT_1;
  start[2] = CONSTANT_2;
  start[3] = CONSTANT_3;
  for (let i: usize = 0; i < KEY_WORDS; i++) start[4 + i] = key[i];
  start[12] = counter;
  for (let i: usize = 0; i < 3; i++) start[13 + i] = nonce[i];
  for (let i: usize = 0; i < BLOCK_WORDS; i++) x[i] = start[i];
  const words = x.slice();
  for (let round: u32 = 0; round < 10; round++) {
    quarterRound(words, 0, 4, 8, 12);
    quarterRound(words, 1, 5, 9, 13);
    quarterRound(words, 2, 6, 10, 14);
    quarterRound(words, 3, 7, 11, 15);
    quarterRound(words, 0, 5, 10, 15);
    quarterRound(words, 1, 6, 11, 12);
    quarterRound(words, 2, 7, 8, 13);
    quarterRound(words, 3, 4, 9, 14);
  }
  for (let i: usize = 0; i < BLOCK_WORDS; i++) out[i] = x[i] + start[i];
}
