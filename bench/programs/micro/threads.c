/* Threads: made and joined, and switched between by futex. */
#define _GNU_SOURCE
#include "micro.h"
#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *nothing(void *argument) { return argument; }

static void threads(struct worker *w) {
  for (int i = 0; i < w->count; i++) join(start(nothing, NULL, w->cpu));
}

/* Whose turn it is: 0 or 1. */
struct turns {
  _Atomic unsigned turn;
  int count, other_cpu;
};

static void take_turns(struct turns *t, unsigned mine) {
  for (int i = 0; i < t->count; i++) {
    while (atomic_load(&t->turn) != mine) {
      if (syscall(SYS_futex, &t->turn, FUTEX_WAIT_PRIVATE, 1 - mine, NULL, NULL, 0) < 0 && errno != EAGAIN && errno != EINTR)
        fail("futex");
    }
    atomic_store(&t->turn, 1 - mine);
    syscall(SYS_futex, &t->turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
  }
}

static void *second(void *argument) {
  take_turns(argument, 1);
  return NULL;
}

static void make_turns(struct worker *w, int other_cpu) {
  struct turns *t = allocate(sizeof *t);
  t->count = w->count;
  t->other_cpu = other_cpu;
  w->state = t;
}
static void turns_here(struct worker *w) { make_turns(w, w->cpu); }
static void turns_across(struct worker *w) { make_turns(w, 1); }
static void drop_turns(struct worker *w) { free(w->state); }

static void switches(struct worker *w) {
  struct turns *t = w->state;
  uintptr_t other = start(second, t, t->other_cpu);
  take_turns(t, 0);
  join(other);
}

const struct row thread_rows[] = {
    {.name = "thread-create-join", .count = 200, .body = threads},
    {.name = "futex-switch", .count = 2000, .body = switches, .prepare = turns_here, .finish = drop_turns, .parts = 2},
    {.name = "futex-switch-across", .count = 2000, .body = switches, .prepare = turns_across, .finish = drop_turns, .parts = 2, .crosses = 1},
    {0},
};
