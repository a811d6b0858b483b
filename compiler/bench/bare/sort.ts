/** Quicksort of pseudo-random integers, with insertion sort for short runs. */
export function run(seed: u64): u64 {
  const count: u64 = 200000;
  const a = newArray<i32>(count);
  let sum: u64 = 0;
  for (let round: u64 = 0; round < 4; round++) {
    let x = u32(seed + round);
    for (let i: u64 = 0; i < count; i++) {
      x = x * 1664525 + 1013904223;
      a[i] = i32(x) >> 4;
    }
    sort(a.ptr, 0, i64(count) - 1);
    for (let i: u64 = 0; i < count; i += 1000) sum = sum * 31 + u64(a[i]);
  }
  freeArray(a);
  return sum;
}

function sort(a: Ptr<i32>, low: i64, high: i64): void {
  let from = low;
  while (high - from > 12) {
    const pivot = a[from + (high - from) / 2];
    let i = from;
    let j = high;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        const t = a[i];
        a[i] = a[j];
        a[j] = t;
        i++;
        j--;
      }
    }
    sort(a, from, j);
    from = i;
  }
  for (let i = from + 1; i <= high; i++) {
    const x = a[i];
    let j = i;
    for (; j > from && a[j - 1] > x; j--) a[j] = a[j - 1];
    a[j] = x;
  }
}
