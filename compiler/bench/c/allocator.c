#include "bench.h"

struct free_block {
  struct free_block *next;
};
struct size_class {
  struct free_block *free;
  uint64_t size, taken;
};
struct allocator {
  struct size_class classes[8];
  uint64_t at, end;
};

static uint64_t class_of(uint64_t n) { return n <= 16 ? 0 : 60 - (uint64_t)__builtin_clzll(n - 1); }

__attribute__((noinline)) static uint64_t allocate(struct allocator *a, uint64_t n) {
  struct size_class *kind = &a->classes[class_of(n)];
  kind->taken++;
  struct free_block *block = kind->free;
  if (block != NULL) {
    kind->free = block->next;
    return (uint64_t)block;
  }
  if (a->at + kind->size > a->end) return 0;
  uint64_t fresh = a->at;
  a->at += kind->size;
  return fresh;
}

__attribute__((noinline)) static void release(struct allocator *a, uint64_t addr, uint64_t n) {
  struct size_class *kind = &a->classes[class_of(n)];
  struct free_block *block = (struct free_block *)addr;
  block->next = kind->free;
  kind->free = block;
  kind->taken--;
}

uint64_t run_allocator(uint64_t seed) {
  const uint64_t length = 1 << 22;
  uint8_t *arena = calloc(length, 1);
  struct allocator heap = {.at = (uint64_t)arena, .end = (uint64_t)arena + length};
  for (uint64_t i = 0; i < 8; i++) heap.classes[i].size = (uint64_t)16 << i;
  uint64_t *held = calloc(1024, 8), *sizes = calloc(1024, 8);
  uint64_t x = seed * 88172645463325252u, sum = 0;
  for (uint64_t i = 0; i < 6000000; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    uint64_t slot = x & 1023;
    if (held[slot] != 0) {
      release(&heap, held[slot], sizes[slot]);
      held[slot] = 0;
    } else {
      uint64_t size = ((x >> 20) & 1023) + 1;
      held[slot] = allocate(&heap, size);
      sizes[slot] = size;
      sum += held[slot] - (uint64_t)arena;
    }
  }
  free(arena);
  free(held);
  free(sizes);
  return sum;
}
