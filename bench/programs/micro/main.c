/*
 * Runs the rows and prints one line a figure: NAME NANOSECONDS, and `end` last.
 * With arguments: only rows whose names begin with one of them.
 */
#define _GNU_SOURCE
#include "micro.h"
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 7, STACK = 256 << 10 };

void fail(const char *what) {
  printf("failed: %s: %s\n", what, strerror(errno));
  exit(1);
}

long check(long value, const char *what) {
  if (value < 0) fail(what);
  return value;
}

void *allocate(size_t size) {
  void *place = calloc(1, size);
  if (place == NULL) fail("calloc");
  return place;
}

void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  check(sched_setaffinity(0, sizeof set, &set), "sched_setaffinity");
}

uintptr_t start(void *(*body)(void *), void *argument, int cpu) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK);
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  pthread_attr_setaffinity_np(&attributes, sizeof set, &set);
  pthread_t thread;
  errno = pthread_create(&thread, &attributes, body, argument);
  if (errno != 0) fail("pthread_create");
  pthread_attr_destroy(&attributes);
  return (uintptr_t)thread;
}

void join(uintptr_t thread) {
  errno = pthread_join((pthread_t)thread, NULL);
  if (errno != 0) fail("pthread_join");
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

struct run {
  const struct row *row;
  struct worker worker;
  pthread_barrier_t *barrier;
  uint64_t began[ROUNDS], ended[ROUNDS];
};

static void *work(void *argument) {
  struct run *run = argument;
  const struct row *row = run->row;
  for (int round = 0; round < ROUNDS; round++) {
    if (row->prepare != NULL) row->prepare(&run->worker);
    if (run->barrier != NULL) pthread_barrier_wait(run->barrier);
    run->began[round] = now();
    row->body(&run->worker);
    run->ended[round] = now();
    if (run->barrier != NULL) pthread_barrier_wait(run->barrier);
    if (row->finish != NULL) row->finish(&run->worker);
  }
  return NULL;
}

/* Nanoseconds of the best round, from the first beginning to the last end. */
static double best(const struct run *runs, int workers) {
  double least = 1e18;
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t began = runs[0].began[round], ended = runs[0].ended[round];
    for (int i = 1; i < workers; i++) {
      if (runs[i].began[round] < began) began = runs[i].began[round];
      if (runs[i].ended[round] > ended) ended = runs[i].ended[round];
    }
    if ((double)(ended - began) < least) least = (double)(ended - began);
  }
  return least;
}

static void report(const struct row *row, int workers) {
  static struct run runs[MOST_WORKERS];
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, NULL, (unsigned)workers);
  memset(runs, 0, sizeof runs);
  for (int i = 0; i < workers; i++) {
    runs[i].row = row;
    runs[i].worker = (struct worker){.cpu = i, .count = row->count};
    runs[i].barrier = workers > 1 ? &barrier : NULL;
  }
  if (workers == 1) {
    work(&runs[0]);
  } else {
    uintptr_t other = start(work, &runs[1], 1);
    work(&runs[0]);
    join(other);
  }
  pthread_barrier_destroy(&barrier);
  double each = best(runs, workers) / row->count / (row->parts == 0 ? 1 : row->parts);
  printf("%s%s %.2f\n", row->name, workers > 1 ? "@2" : "", each);
}

static int wanted(const char *name, int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    if (strncmp(name, argv[i], strlen(argv[i])) == 0) return 1;
  }
  return argc < 2;
}

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IONBF, 0);
  const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
  printf("cpus %ld\n", cpus);
  if (mkdir("/tmp", 0777) < 0 && errno != EEXIST) fail("/tmp");
  pin(0);
  const struct row *families[] = {process_rows, memory_rows, file_rows, thread_rows};
  for (size_t family = 0; family < sizeof families / sizeof *families; family++) {
    for (const struct row *row = families[family]; row->name != NULL; row++) {
      if (!wanted(row->name, argc, argv)) continue;
      if (!row->crosses || cpus > 1) report(row, 1);
      if (!row->crosses && cpus > 1) report(row, 2);
    }
  }
  puts("end");
  return 0;
}
