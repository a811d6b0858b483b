/**
 * A random-number generator over ChaCha20 with fast key erasure: of each block the first half becomes the next key and
 * only the second half is given out, so that what was given cannot be computed from the state afterwards.
 */
import { BLOCK_WORDS, chacha20Block, KEY_WORDS } from "./chacha20.ts";

const BYTES_PER_BLOCK: usize = 32;

export class Generator {
  private readonly key!: FixedArray<u32, 8>;
  private readonly nonce!: FixedArray<u32, 3>;
  private absorbed: usize = 0;

  /** Mixes 64 bits of entropy in; after every fourth, and with `finish`, the key becomes a one-way function of all. */
  absorb(word: u64): void {
    const at = (this.absorbed * 2) & (KEY_WORDS - 1);
    this.key[at] ^= u32(word);
    this.key[at + 1] ^= u32(word >> 32);
    this.absorbed++;
    if ((this.absorbed & 3) === 0) this.stir();
  }
  finish(): void {
    this.stir();
  }

  private stir(): void {
    let block!: FixedArray<u32, 16>;
    chacha20Block(this.key.slice(), 0, this.nonce.slice(), block.slice());
    for (let i: usize = 0; i < KEY_WORDS; i++) this.key[i] = block[i];
  }

  /** Writes `n` random bytes at `address`. */
  generate(address: u64, n: usize): void {
    let block!: FixedArray<u32, 16>;
    let done: usize = 0;
    while (done < n) {
      chacha20Block(this.key.slice(), 0, this.nonce.slice(), block.slice());
      for (let i: usize = 0; i < KEY_WORDS; i++) this.key[i] = block[i];
      const count = min(n - done, BYTES_PER_BLOCK);
      copyBytes(address + done, block.ptr.addr + KEY_WORDS * 4, count);
      done += count;
    }
    for (let i: usize = 0; i < BLOCK_WORDS; i++) block[i] = 0;
  }
}
