/** FNV-1a, Fletcher-4 and table-driven CRC-32 over checked slices. */
let table!: FixedArray<u32, 256>;

class Fletcher {
  a: u64 = 0;
  b: u64 = 0;
  c: u64 = 0;
  d: u64 = 0;

  /** @inline never */
  update(data: Slice<u32>): void {
    for (const x of data) {
      this.a += u64(x);
      this.b += this.a;
      this.c += this.b;
      this.d += this.c;
    }
  }
}

/** @inline never */
function fnv(data: Slice<u8>): u64 {
  let h: u64 = 0xcbf29ce484222325;
  for (const b of data) {
    h ^= u64(b);
    h *= 0x100000001b3;
  }
  return h;
}

/** @inline never */
function crc32(data: Slice<u8>): u32 {
  let c: u32 = 0xffffffff;
  for (const b of data) c = table[(c ^ u32(b)) & 0xff] ^ (c >> 8);
  return ~c;
}

export function run(seed: u64): u64 {
  for (let n: u32 = 0; n < 256; n++) {
    let c = n;
    for (let k: u32 = 0; k < 8; k++) c = (c & 1) !== 0 ? 0xedb88320 ^ (c >> 1) : c >> 1;
    table[n] = c;
  }
  const data = newArray<u8>(1 << 16);
  for (let i: u64 = 0; i < data.length; i++) data[i] = u8((i * seed) >> 3);
  const words = data.ptr.cast<u32>().slice(data.length / 4);
  const fletcher: Embed<Fletcher> = new Fletcher();
  let sum: u64 = 0;
  for (let round: u64 = 0; round < 120; round++) {
    data[round] = u8(round);
    sum += fnv(data) + u64(crc32(data));
    for (let i: u64 = 0; i < 8; i++) fletcher.update(words);
  }
  freeArray(data);
  return sum + fletcher.a + fletcher.b + fletcher.c + fletcher.d;
}
