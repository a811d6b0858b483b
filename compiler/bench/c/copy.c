#include "bench.h"

__attribute__((noinline)) static void copy(uint8_t *to, const uint8_t *from, uint64_t n) {
  for (uint64_t i = 0; i < n; i++) to[i] = from[i];
}

uint64_t run_copy(uint64_t seed) {
  const uint64_t size = 1 << 16;
  uint8_t *from = calloc(size + 16, 1), *to = calloc(size + 16, 1);
  for (uint64_t i = 0; i < size; i++) from[i] = (uint8_t)(i * seed);
  for (uint64_t round = 0; round < 12000; round++) {
    copy(to + (round & 7), from + 3, size);
    from[round & 1023] += to[size - (round & 1023)];
  }
  uint64_t sum = to[seed] + from[7];
  free(from);
  free(to);
  return sum;
}
