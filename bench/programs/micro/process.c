/* What a system call and the clock cost, and giving way. */
#define _GNU_SOURCE
#include "micro.h"
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void null_calls(struct worker *w) {
  for (int i = 0; i < w->count; i++) syscall(SYS_getppid);
}

static void clocks(struct worker *w) {
  struct timespec t;
  for (int i = 0; i < w->count; i++) clock_gettime(CLOCK_MONOTONIC, &t);
}

static void yields(struct worker *w) {
  for (int i = 0; i < w->count; i++) syscall(SYS_sched_yield);
}

const struct row process_rows[] = {
    {.name = "null-syscall", .count = 20000, .body = null_calls},
    {.name = "clock-gettime", .count = 20000, .body = clocks},
    {.name = "sched-yield", .count = 5000, .body = yields},
    {0},
};
