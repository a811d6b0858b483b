#include "bench.h"

struct node {
  struct node *left, *right;
  uint32_t key, value;
  bool red;
};

static bool is_red(struct node *n) { return n != NULL && n->red; }
static struct node *rotate_left(struct node *h) {
  struct node *x = h->right;
  h->right = x->left;
  x->left = h;
  x->red = h->red;
  h->red = true;
  return x;
}
static struct node *rotate_right(struct node *h) {
  struct node *x = h->left;
  h->left = x->right;
  x->right = h;
  x->red = h->red;
  h->red = true;
  return x;
}
__attribute__((noinline)) static struct node *insert(struct node *h, struct node *fresh) {
  if (h == NULL) return fresh;
  struct node *n = h;
  if (fresh->key < n->key) n->left = insert(n->left, fresh);
  else n->right = insert(n->right, fresh);
  if (is_red(n->right) && !is_red(n->left)) n = rotate_left(n);
  if (is_red(n->left) && is_red(n->left->left)) n = rotate_right(n);
  if (is_red(n->left) && is_red(n->right)) {
    n->red = true;
    n->left->red = false;
    n->right->red = false;
  }
  return n;
}
__attribute__((noinline)) static uint32_t find(struct node *root, uint32_t key) {
  struct node *n = root;
  while (n != NULL) {
    if (key == n->key) return n->value;
    n = key < n->key ? n->left : n->right;
  }
  return 0;
}

uint64_t run_tree(uint64_t seed) {
  const uint64_t count = 60000;
  struct node *nodes = calloc(count, sizeof *nodes), *root = NULL;
  uint32_t x = (uint32_t)seed;
  for (uint64_t i = 0; i < count; i++) {
    x = x * 1664525 + 1013904223;
    struct node *n = &nodes[i];
    n->key = x >> 2;
    n->value = (uint32_t)i;
    n->red = true;
    root = insert(root, n);
    root->red = false;
  }
  uint64_t sum = 0;
  x = (uint32_t)seed;
  for (uint64_t i = 0; i < count * 3; i++) {
    x = x * 1664525 + 1013904223;
    sum += find(root, x >> 2);
  }
  free(nodes);
  return sum;
}
