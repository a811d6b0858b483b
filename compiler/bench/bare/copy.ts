/** Byte copy by a plain loop, at an offset that rules out aligned moves. */
export function run(seed: u64): u64 {
  const size: u64 = 1 << 16;
  const from = newArray<u8>(size + 16);
  const to = newArray<u8>(size + 16);
  for (let i: u64 = 0; i < size; i++) from[i] = u8(i * seed);
  for (let round: u64 = 0; round < 12000; round++) {
    copy(to.ptr.add(round & 7), from.ptr.add(3), size);
    from[round & 1023] += to[size - (round & 1023)];
  }
  const sum = u64(to[seed]) + u64(from[7]);
  freeArray(from);
  freeArray(to);
  return sum;
}

/** @inline never */
function copy(to: Ptr<u8>, from: Ptr<u8>, n: u64): void {
  for (let i: u64 = 0; i < n; i++) to[i] = from[i];
}
