#include "bench.h"

static uint32_t table[256];

struct fletcher {
  uint64_t a, b, c, d;
};

__attribute__((noinline)) static void fletcher_update(struct fletcher *f, const uint32_t *data, uint64_t n) {
  for (uint64_t i = 0; i < n; i++) {
    f->a += data[i];
    f->b += f->a;
    f->c += f->b;
    f->d += f->c;
  }
}

__attribute__((noinline)) static uint64_t fnv(const uint8_t *data, uint64_t n) {
  uint64_t h = 0xcbf29ce484222325;
  for (uint64_t i = 0; i < n; i++) {
    h ^= data[i];
    h *= 0x100000001b3;
  }
  return h;
}

__attribute__((noinline)) static uint32_t crc32(const uint8_t *data, uint64_t n) {
  uint32_t c = 0xffffffff;
  for (uint64_t i = 0; i < n; i++) c = table[(c ^ data[i]) & 0xff] ^ (c >> 8);
  return ~c;
}

uint64_t run_hash(uint64_t seed) {
  for (uint32_t n = 0; n < 256; n++) {
    uint32_t c = n;
    for (uint32_t k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xedb88320 ^ (c >> 1) : c >> 1;
    table[n] = c;
  }
  const uint64_t size = 1 << 16;
  uint8_t *data = calloc(size, 1);
  for (uint64_t i = 0; i < size; i++) data[i] = (uint8_t)((i * seed) >> 3);
  struct fletcher f = {0, 0, 0, 0};
  uint64_t sum = 0;
  for (uint64_t round = 0; round < 120; round++) {
    data[round] = (uint8_t)round;
    sum += fnv(data, size) + crc32(data, size);
    for (uint64_t i = 0; i < 8; i++) fletcher_update(&f, (const uint32_t *)data, size / 4);
  }
  free(data);
  return sum + f.a + f.b + f.c + f.d;
}
