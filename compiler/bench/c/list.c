#include "bench.h"

struct node {
  struct node *next;
  uint64_t value;
  uint32_t visits;
};

__attribute__((noinline)) static uint64_t walk(struct node *head, uint64_t add) {
  uint64_t sum = 0;
  for (struct node *n = head; n != NULL; n = n->next) {
    n->visits++;
    n->value += add;
    sum += n->value ^ n->visits;
  }
  return sum;
}

uint64_t run_list(uint64_t seed) {
  const uint64_t count = 20000;
  struct node *nodes = calloc(count, sizeof *nodes), *head = NULL;
  for (uint64_t i = 0; i < count; i++) {
    struct node *node = &nodes[(i * 7919) % count];
    node->next = head;
    node->value = i * seed;
    head = node;
  }
  uint64_t sum = 0;
  for (uint64_t round = 0; round < 600; round++) sum += walk(head, round);
  free(nodes);
  return sum;
}
