/*
 * Small costs that add up, measured inside the guest. Static, the same file under both kernels.
 *
 * A row has a body that does its operation `count` times for one worker. The runner pins worker i to CPU i, and takes
 * the least time of several rounds: what is above the least is somebody else's. A row is run by one worker and, where
 * there are two CPUs, by two at once (`NAME@2`: the time for twice the work, divided by the count of one worker).
 */
#ifndef MICRO_H
#define MICRO_H
#include <stdint.h>
#include <stddef.h>

enum { MOST_WORKERS = 2 };

struct worker {
  int cpu;
  int count;
  /* What `prepare` left for `body` and `finish`. */
  void *state;
};

struct row {
  const char *name;
  int count;
  void (*body)(struct worker *);
  /* Both may be null; their time does not count. */
  void (*prepare)(struct worker *);
  void (*finish)(struct worker *);
  /* The figure is the time of a count divided by this: for instance two switches in a round trip. 0 means 1. */
  int parts;
  /* The row itself uses both CPUs: it needs two, and one worker runs it. */
  int crosses;
};

extern const struct row process_rows[], memory_rows[], file_rows[], thread_rows[];

/* Ends the program with a line that says what failed. */
_Noreturn void fail(const char *what);
/* `value` unless it is negative. */
long check(long value, const char *what);
void *allocate(size_t size);
void pin(int cpu);
/* Runs `body` in a thread pinned to `cpu`. The handle goes to `join`. */
uintptr_t start(void *(*body)(void *), void *argument, int cpu);
void join(uintptr_t thread);

#endif
