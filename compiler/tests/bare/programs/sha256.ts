// SHA-256 of "abc" (FIPS 180-4, appendix B.1 of the older edition).
import { check } from "../lib/check.ts";

const k: readonly u32[] = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
];

function right(x: u32, n: u32): u32 {
  return rotl(x, 32 - n);
}
class Sha256 {
  state!: FixedArray<u32, 8>;

  constructor() {
    const start: readonly u32[] = [
      0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];
    for (let i: u64 = 0; i < 8; i++) this.state[i] = start[i];
  }
  block(data: Ptr<u8>): void {
    let w!: FixedArray<u32, 64>;
    for (let i: u64 = 0; i < 16; i++) w[i] = bswap(loadUnaligned<u32>(data.addr + i * 4));
    for (let i: u64 = 16; i < 64; i++) {
      const s0 = right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ (w[i - 15] >> 3);
      const s1 = right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ (w[i - 2] >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let a = this.state[0];
    let b = this.state[1];
    let c = this.state[2];
    let d = this.state[3];
    let e = this.state[4];
    let f = this.state[5];
    let g = this.state[6];
    let h = this.state[7];
    for (let i: u64 = 0; i < 64; i++) {
      const s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const t1 = h + s1 + ((e & f) ^ (~e & g)) + k[i] + w[i];
      const s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    this.state[0] += a;
    this.state[1] += b;
    this.state[2] += c;
    this.state[3] += d;
    this.state[4] += e;
    this.state[5] += f;
    this.state[6] += g;
    this.state[7] += h;
  }
}
export function main(): i32 {
  let block!: FixedArray<u8, 64>;
  copyBytes(block.ptr.addr, "abc".ptr.addr, 3);
  block[3] = 0x80;
  block[63] = 24;
  const hash: Embed<Sha256> = new Sha256();
  hash.block(block.ptr);
  check(
    hash.state[0] === 0xba7816bf && hash.state[1] === 0x8f01cfea && hash.state[2] === 0x414140de,
    "0 to 2",
  );
  check(
    hash.state[3] === 0x5dae2223 && hash.state[4] === 0xb00361a3 && hash.state[5] === 0x96177a9c,
    "3 to 5",
  );
  check(hash.state[6] === 0xb410ff61 && hash.state[7] === 0xf20015ad, "6, 7");
  return 0;
}
