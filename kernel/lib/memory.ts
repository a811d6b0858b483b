/**
 * The four memory functions that compiled code calls, for the kernel. Host programs take the C library's.
 *
 * Eight words a round where size allows (32 to fill, which is how pages are made zeros), then words, then bytes. Loads and stores are unaligned, which both machines
 * allow on normal memory. The tag @memory keeps the optimiser from turning a loop here into a call of itself.
 */

/**
 * @symbol memcpy
 * @memory
 */
export function memcpy(to: u64, from: u64, n: usize): u64 {
  copyUp(to, from, n);
  return to;
}

/**
 * @symbol memmove
 * @memory
 */
export function memmove(to: u64, from: u64, n: usize): u64 {
  if (to - from >= n) copyUp(to, from, n);
  else copyDown(to, from, n);
  return to;
}

/**
 * @symbol memset
 * @memory
 */
export function memset(to: u64, byte: i32, n: usize): u64 {
  const word = u64(u8(byte)) * 0x0101_0101_0101_0101;
  let at = to;
  let rest = n;
  while (rest >= 256) {
    storeUnaligned<u64>(at, word);
    storeUnaligned<u64>(at + 8, word);
    storeUnaligned<u64>(at + 16, word);
    storeUnaligned<u64>(at + 24, word);
    storeUnaligned<u64>(at + 32, word);
    storeUnaligned<u64>(at + 40, word);
    storeUnaligned<u64>(at + 48, word);
    storeUnaligned<u64>(at + 56, word);
    storeUnaligned<u64>(at + 64, word);
    storeUnaligned<u64>(at + 72, word);
    storeUnaligned<u64>(at + 80, word);
    storeUnaligned<u64>(at + 88, word);
    storeUnaligned<u64>(at + 96, word);
    storeUnaligned<u64>(at + 104, word);
    storeUnaligned<u64>(at + 112, word);
    storeUnaligned<u64>(at + 120, word);
    storeUnaligned<u64>(at + 128, word);
    storeUnaligned<u64>(at + 136, word);
    storeUnaligned<u64>(at + 144, word);
    storeUnaligned<u64>(at + 152, word);
    storeUnaligned<u64>(at + 160, word);
    storeUnaligned<u64>(at + 168, word);
    storeUnaligned<u64>(at + 176, word);
    storeUnaligned<u64>(at + 184, word);
    storeUnaligned<u64>(at + 192, word);
    storeUnaligned<u64>(at + 200, word);
    storeUnaligned<u64>(at + 208, word);
    storeUnaligned<u64>(at + 216, word);
    storeUnaligned<u64>(at + 224, word);
    storeUnaligned<u64>(at + 232, word);
    storeUnaligned<u64>(at + 240, word);
    storeUnaligned<u64>(at + 248, word);
    at += 256;
    rest -= 256;
  }
  while (rest >= 64) {
    storeUnaligned<u64>(at, word);
    storeUnaligned<u64>(at + 8, word);
    storeUnaligned<u64>(at + 16, word);
    storeUnaligned<u64>(at + 24, word);
    storeUnaligned<u64>(at + 32, word);
    storeUnaligned<u64>(at + 40, word);
    storeUnaligned<u64>(at + 48, word);
    storeUnaligned<u64>(at + 56, word);
    at += 64;
    rest -= 64;
  }
  while (rest >= 8) {
    storeUnaligned<u64>(at, word);
    at += 8;
    rest -= 8;
  }
  while (rest > 0) {
    storeUnaligned<u8>(at, u8(byte));
    at++;
    rest--;
  }
  return to;
}

/**
 * @symbol memcmp
 * @memory
 */
export function memcmp(a: u64, b: u64, n: usize): i32 {
  let i: u64 = 0;
  while (i + 8 <= n) {
    const x = loadUnaligned<u64>(a + i);
    const y = loadUnaligned<u64>(b + i);
    if (x !== y) return bswap(x) < bswap(y) ? -1 : 1;
    i += 8;
  }
  while (i < n) {
    const x = loadUnaligned<u8>(a + i);
    const y = loadUnaligned<u8>(b + i);
    if (x !== y) return i32(x) - i32(y);
    i++;
  }
  return 0;
}

/**
 * From low to high addresses: right where `to` is below `from` or the ranges are apart.
 * @memory
 * @inline always
 */
function copyUp(to: u64, from: u64, n: usize): void {
  let i: u64 = 0;
  while (i + 64 <= n) {
    const a = loadUnaligned<u64>(from + i);
    const b = loadUnaligned<u64>(from + i + 8);
    const c = loadUnaligned<u64>(from + i + 16);
    const d = loadUnaligned<u64>(from + i + 24);
    const e = loadUnaligned<u64>(from + i + 32);
    const f = loadUnaligned<u64>(from + i + 40);
    const g = loadUnaligned<u64>(from + i + 48);
    const h = loadUnaligned<u64>(from + i + 56);
    storeUnaligned<u64>(to + i, a);
    storeUnaligned<u64>(to + i + 8, b);
    storeUnaligned<u64>(to + i + 16, c);
    storeUnaligned<u64>(to + i + 24, d);
    storeUnaligned<u64>(to + i + 32, e);
    storeUnaligned<u64>(to + i + 40, f);
    storeUnaligned<u64>(to + i + 48, g);
    storeUnaligned<u64>(to + i + 56, h);
    i += 64;
  }
  while (i + 8 <= n) {
    storeUnaligned<u64>(to + i, loadUnaligned<u64>(from + i));
    i += 8;
  }
  while (i < n) {
    storeUnaligned<u8>(to + i, loadUnaligned<u8>(from + i));
    i++;
  }
}

/**
 * From high to low addresses: right where `to` lies inside the source range.
 * @memory
 */
function copyDown(to: u64, from: u64, n: usize): void {
  let rest = n;
  while (rest >= 8) {
    rest -= 8;
    storeUnaligned<u64>(to + rest, loadUnaligned<u64>(from + rest));
  }
  while (rest > 0) {
    rest--;
    storeUnaligned<u8>(to + rest, loadUnaligned<u8>(from + rest));
  }
}
