#include "bench.h"

static void sort(int32_t *a, int64_t low, int64_t high) {
  int64_t from = low;
  while (high - from > 12) {
    int32_t pivot = a[from + (high - from) / 2];
    int64_t i = from, j = high;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        int32_t t = a[i];
        a[i] = a[j];
        a[j] = t;
        i++;
        j--;
      }
    }
    sort(a, from, j);
    from = i;
  }
  for (int64_t i = from + 1; i <= high; i++) {
    int32_t x = a[i];
    int64_t j = i;
    for (; j > from && a[j - 1] > x; j--) a[j] = a[j - 1];
    a[j] = x;
  }
}

uint64_t run_sort(uint64_t seed) {
  const uint64_t count = 200000;
  int32_t *a = calloc(count, sizeof *a);
  uint64_t sum = 0;
  for (uint64_t round = 0; round < 4; round++) {
    uint32_t x = (uint32_t)(seed + round);
    for (uint64_t i = 0; i < count; i++) {
      x = x * 1664525 + 1013904223;
      a[i] = (int32_t)x >> 4;
    }
    sort(a, 0, (int64_t)count - 1);
    for (uint64_t i = 0; i < count; i += 1000) sum = sum * 31 + (uint64_t)a[i];
  }
  free(a);
  return sum;
}
