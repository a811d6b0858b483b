/* Page faults, mappings, allocation and copies. */
#define _GNU_SOURCE
#include "micro.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096, LARGE = 2 << 20, COPY = 1 << 20, LIVE = 512 };

/* A region of `size` bytes, aligned to 2 MiB, under the given advice (-1: none). */
struct region {
  char *whole, *start;
  size_t size;
};

static void make_region(struct worker *w, size_t size, int advice) {
  struct region *r = allocate(sizeof *r);
  r->size = size;
  r->whole = mmap(NULL, size + LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (r->whole == MAP_FAILED) fail("mmap");
  r->start = (char *)(((uintptr_t)r->whole + LARGE - 1) & ~(uintptr_t)(LARGE - 1));
  if (advice >= 0) check(madvise(r->start, size, advice), "madvise");
  w->state = r;
}

static void drop_region(struct worker *w) {
  struct region *r = w->state;
  check(munmap(r->whole, r->size + LARGE), "munmap");
  free(r);
}

static void small_pages(struct worker *w) { make_region(w, (size_t)w->count * PAGE, MADV_NOHUGEPAGE); }
static void usual_pages(struct worker *w) { make_region(w, (size_t)w->count * PAGE, -1); }
static void large_pages(struct worker *w) { make_region(w, (size_t)w->count * LARGE, MADV_HUGEPAGE); }

static void touch_upwards(struct worker *w) {
  volatile char *place = ((struct region *)w->state)->start;
  for (int i = 0; i < w->count; i++) place[(size_t)i * PAGE] = 1;
}

/* Every page once, in an order that no read-ahead guesses: 389 is odd, and the count a power of two. */
static void touch_scattered(struct worker *w) {
  volatile char *place = ((struct region *)w->state)->start;
  for (int i = 0; i < w->count; i++) place[(size_t)(i * 389 % w->count) * PAGE] = 1;
}

static void touch_large(struct worker *w) {
  volatile char *place = ((struct region *)w->state)->start;
  for (int i = 0; i < w->count; i++) place[(size_t)i * LARGE] = 1;
}

static void mappings(struct worker *w) {
  for (int i = 0; i < w->count; i++) {
    char *place = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) fail("mmap");
    *(volatile char *)place = 1;
    munmap(place, 16 * PAGE);
  }
}

static unsigned next(unsigned *seed) {
  *seed = *seed * 1103515245u + 12345u;
  return *seed >> 8;
}

/* Mostly small blocks, some of pages, a few of more than glibc keeps: each written at both ends, and freed at random. */
static size_t block_size(unsigned *seed) {
  const unsigned kind = next(seed) % 64;
  if (kind < 48) return 16 + next(seed) % 496;
  if (kind < 62) return 512 + next(seed) % 16384;
  return 65536 + next(seed) % 262144;
}

static void churn(int count, unsigned seed) {
  char **live = allocate(LIVE * sizeof *live);
  for (int i = 0; i < count; i++) {
    char **slot = &live[next(&seed) % LIVE];
    free(*slot);
    const size_t size = block_size(&seed);
    *slot = malloc(size);
    if (*slot == NULL) fail("malloc");
    (*slot)[0] = (*slot)[size - 1] = 1;
  }
  for (int i = 0; i < LIVE; i++) free(live[i]);
  free(live);
}

static void malloc_mixed(struct worker *w) { churn(w->count, 7); }

static void *churn_thread(void *argument) {
  churn((int)(intptr_t)argument, 11);
  return NULL;
}

/* Four threads on this worker's CPU, each with sizes of its own: glibc gives each an arena. */
static void malloc_threads(struct worker *w) {
  uintptr_t threads[4];
  for (int i = 0; i < 4; i++) threads[i] = start(churn_thread, (void *)(intptr_t)(w->count / 4), w->cpu);
  for (int i = 0; i < 4; i++) join(threads[i]);
}

static void malloc_large(struct worker *w) {
  for (int i = 0; i < w->count; i++) {
    void *volatile block = malloc(1 << 20);
    if (block == NULL) fail("malloc");
    free(block);
  }
}

static void make_copy(struct worker *w) {
  w->state = allocate(2 * COPY);
  memset(w->state, 1, 2 * COPY);
}
static void drop_copy(struct worker *w) { free(w->state); }
static void copies(struct worker *w) {
  char *from = w->state;
  for (int i = 0; i < w->count; i++) {
    memcpy(from + COPY, from, COPY);
    __asm__ volatile("" : : "r"(from) : "memory");
  }
}

const struct row memory_rows[] = {
    {.name = "page-fault-4k", .count = 1024, .body = touch_upwards, .prepare = small_pages, .finish = drop_region},
    {.name = "page-fault-4k-scattered", .count = 1024, .body = touch_scattered, .prepare = small_pages, .finish = drop_region},
    {.name = "page-fault-2m", .count = 8, .body = touch_large, .prepare = large_pages, .finish = drop_region},
    {.name = "touch-default-policy", .count = 4096, .body = touch_upwards, .prepare = usual_pages, .finish = drop_region},
    {.name = "mmap-munmap-64k", .count = 1000, .body = mappings},
    {.name = "malloc-mixed", .count = 20000, .body = malloc_mixed},
    {.name = "malloc-4-threads", .count = 20000, .body = malloc_threads},
    {.name = "malloc-free-1m", .count = 2000, .body = malloc_large},
    {.name = "memcpy-1m", .count = 20, .body = copies, .prepare = make_copy, .finish = drop_copy},
    {0},
};
