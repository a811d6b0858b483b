#include "bench.h"

struct shape;
struct shape_table {
  uint64_t (*area)(struct shape *);
  void (*grow)(struct shape *, uint64_t);
};
struct shape {
  const struct shape_table *table;
  uint64_t scale;
};
struct square {
  struct shape shape;
  uint64_t edge;
};
struct rectangle {
  struct shape shape;
  uint64_t width, height;
};
struct strip {
  struct shape shape;
  uint64_t length;
};

static uint64_t square_area(struct shape *s) {
  struct square *q = (struct square *)s;
  return q->edge * q->edge * s->scale;
}
static void square_grow(struct shape *s, uint64_t n) { ((struct square *)s)->edge += n; }
static uint64_t rectangle_area(struct shape *s) {
  struct rectangle *r = (struct rectangle *)s;
  return r->width * r->height * s->scale;
}
static void rectangle_grow(struct shape *s, uint64_t n) {
  struct rectangle *r = (struct rectangle *)s;
  r->width += n;
  r->height ^= n;
}
static uint64_t strip_area(struct shape *s) { return ((struct strip *)s)->length * s->scale; }
static void strip_grow(struct shape *s, uint64_t n) { s->scale = n | 1; }

static const struct shape_table square_table = {square_area, square_grow};
static const struct shape_table rectangle_table = {rectangle_area, rectangle_grow};
static const struct shape_table strip_table = {strip_area, strip_grow};

__attribute__((noinline)) static uint64_t total(struct shape **shapes, uint64_t n, uint64_t round) {
  uint64_t sum = 0;
  for (uint64_t i = 0; i < n; i++) sum += shapes[i]->table->area(shapes[i]);
  struct shape *s = shapes[round % n];
  s->table->grow(s, round & 3);
  return sum;
}

uint64_t run_virtual(uint64_t seed) {
  const uint64_t count = 64;
  struct shape **shapes = calloc(count, sizeof *shapes);
  for (uint64_t i = 0; i < count; i++) {
    uint64_t kind = (i * seed) % 3;
    if (kind == 0) {
      struct square *q = calloc(1, sizeof *q);
      *q = (struct square){{&square_table, 1}, 3};
      shapes[i] = &q->shape;
    } else if (kind == 1) {
      struct rectangle *r = calloc(1, sizeof *r);
      *r = (struct rectangle){{&rectangle_table, 1}, 2, 5};
      shapes[i] = &r->shape;
    } else {
      struct strip *s = calloc(1, sizeof *s);
      *s = (struct strip){{&strip_table, 1}, 9};
      shapes[i] = &s->shape;
    }
  }
  uint64_t sum = 0;
  for (uint64_t round = 0; round < 120000; round++) sum += total(shapes, count, round);
  for (uint64_t i = 0; i < count; i++) free(shapes[i]);
  free(shapes);
  return sum;
}
