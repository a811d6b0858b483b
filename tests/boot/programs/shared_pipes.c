/*
 * Pipes, eventfds and epoll files that several threads use at once: none of it may get lost, doubled or torn.
 *   pipes      records of all sizes up to PIPE_BUF from several writers to several readers, which read as much as there is; now and then
 *              longer than a page, by splice(2), by readv(2), and while the pipe's size changes
 *   counters   an eventfd to which some add and from which others take
 *   epoll      eventfds that are added, changed and removed while others wait and tokens come; and one epoll file inside another
 *   closes     descriptors that are in use elsewhere are closed and put in place of one another: every read and write gives
 *              what one of the files would give
 * The sums at the end are what went in.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITERS = 3, READERS = 3, TAKERS = 3, GIVERS = 3, WAITERS = 3, COUNTERS = 40, SLOTS = 4, FIRST_SLOT = 150 };
enum { UNIT = 8, MOST_UNITS = 512, LIMIT_SECONDS = 140 };

static int rounds = 2000;
static atomic_int complaints;
static void complain(const char *what, long value) {
  if (atomic_fetch_add(&complaints, 1) < 10) printf("%s: %ld (%s)\n", what, value, strerror(errno));
}
static unsigned next(unsigned *seed) {
  *seed = *seed * 1103515245u + 12345u;
  return *seed >> 8;
}
static void on_alarm(int number) {
  (void)number;
  static const char text[] = "stuck\n";
  if (write(1, text, sizeof text - 1) < 0) _exit(4);
  _exit(3);
}

/* A record is `units` words: its length, and then its number in each. Records of a page at most come in one piece. */
static int shared[2], second[2];
static atomic_long written, taken;
static void *write_records(void *argument) {
  unsigned seed = (unsigned)(long)argument;
  uint64_t record[MOST_UNITS];
  for (int i = 0; i < rounds; i++) {
    const unsigned units = 1 + next(&seed) % (next(&seed) % 8 == 0 ? MOST_UNITS : 4);
    const uint64_t number = next(&seed);
    for (unsigned k = 0; k < units; k++) record[k] = number << 16 | units << 4 | 5;
    const struct iovec halves[2] = {{record, units / 2 * UNIT}, {record + units / 2, (units - units / 2) * UNIT}};
    const ssize_t n = next(&seed) % 8 == 0 ? writev(shared[1], halves, 2) : write(shared[1], record, units * UNIT);
    if (n != (ssize_t)(units * UNIT)) complain("write", n);
    atomic_fetch_add(&written, units);
    if (i % 64 == 0) fcntl(shared[1], F_SETPIPE_SZ, next(&seed) % 2 ? 65536 : 16384);
  }
  return NULL;
}
/* Readers take whole words: each says how long the piece is of which it is one. */
static void *read_records(void *argument) {
  unsigned seed = 100 + (unsigned)(long)argument;
  static _Thread_local uint64_t words[3 * MOST_UNITS];
  while (1) {
    const size_t wanted = (1 + next(&seed) % (3 * MOST_UNITS)) * UNIT;
    ssize_t n;
    if (next(&seed) % 16 == 0) {
      n = splice(shared[0], NULL, second[1], NULL, UNIT, 0);
      if (n == UNIT && read(second[0], words, UNIT) != UNIT) complain("read after splice", n);
    } else n = read(shared[0], words, wanted);
    if (n == 0) return NULL;
    if (n < 0 || n % UNIT != 0) complain("read", n);
    for (ssize_t k = 0; k < n / UNIT; k++)
      if ((words[k] & 15) != 5 || (words[k] >> 4 & 0xfff) == 0 || (words[k] >> 4 & 0xfff) > MOST_UNITS)
        complain("torn word", (long)words[k]);
    atomic_fetch_add(&taken, n / UNIT);
  }
}

static int counter;
static atomic_long added, got;
static void *add(void *argument) {
  unsigned seed = 200 + (unsigned)(long)argument;
  for (int i = 0; i < rounds; i++) {
    const uint64_t value = 1 + next(&seed) % 5;
    if (write(counter, &value, 8) != 8) complain("write to an eventfd", (long)value);
    atomic_fetch_add(&added, (long)value);
  }
  return NULL;
}
static void *subtract(void *argument) {
  (void)argument;
  while (1) {
    uint64_t value = 0;
    if (read(counter, &value, 8) != 8 || value == 0) complain("read of an eventfd", (long)value);
    if (value >= 1u << 30) {
      /* the end: for the others as well */
      atomic_fetch_add(&got, (long)(value & ((1u << 30) - 1)));
      value = 1u << 30;
      if (write(counter, &value, 8) != 8) complain("write at the end", 0);
      return NULL;
    }
    atomic_fetch_add(&got, (long)value);
  }
}

static int inner, outer, counters[COUNTERS];
static atomic_long given, collected;
static atomic_int givers;
static void *give(void *argument) {
  unsigned seed = 300 + (unsigned)(long)argument;
  const uint64_t one = 1;
  for (int i = 0; i < rounds; i++) {
    const int k = (int)(next(&seed) % COUNTERS);
    if (write(counters[k], &one, 8) != 8) complain("write to a watched one", k);
    atomic_fetch_add(&given, 1);
    struct epoll_event event = {.events = EPOLLIN | (next(&seed) % 2 ? EPOLLET : 0), .data.u32 = (uint32_t)k};
    switch (next(&seed) % 6) {
      case 0:
        if (epoll_ctl(inner, EPOLL_CTL_DEL, counters[k], NULL) < 0 && errno != ENOENT) complain("DEL", k);
        if (epoll_ctl(inner, EPOLL_CTL_ADD, counters[k], &event) < 0 && errno != EEXIST) complain("ADD", k);
        break;
      case 1:
        if (epoll_ctl(inner, EPOLL_CTL_MOD, counters[k], &event) < 0 && errno != ENOENT) complain("MOD", k);
    }
  }
  atomic_fetch_sub(&givers, 1);
  return NULL;
}
static void *collect(void *argument) {
  unsigned seed = 400 + (unsigned)(long)argument;
  while (1) {
    const int left = atomic_load(&givers);
    struct epoll_event found[8];
    if (next(&seed) % 4 == 0 && epoll_wait(outer, found, 1, 1) < 0) complain("wait for the outer", -1);
    const int n = epoll_wait(inner, found, 1 + (int)(next(&seed) % 8), left == 0 ? 0 : 5);
    if (n < 0) complain("epoll_wait", n);
    for (int i = 0; i < n; i++) {
      uint64_t value = 0;
      if (found[i].data.u32 >= COUNTERS) complain("data", (long)found[i].data.u32);
      else if (read(counters[found[i].data.u32], &value, 8) == 8) atomic_fetch_add(&collected, (long)value);
      else if (errno != EAGAIN) complain("read of a watched one", -1);
    }
    if (n == 0 && left == 0) return NULL;
  }
}

/* Slots are an eventfd with at least 1000, or a pipe's end; with one of them gone there is the other, or for a moment none. */
static atomic_int stop;
static void *replace(void *argument) {
  unsigned seed = 500 + (unsigned)(long)argument;
  for (int i = 0; i < rounds; i++) {
    const int slot = FIRST_SLOT + (int)(next(&seed) % SLOTS);
    int ends[2];
    if (next(&seed) % 2) {
      if ((ends[0] = eventfd(1000, EFD_NONBLOCK)) < 0) complain("eventfd", i);
      if (dup2(ends[0], slot) != slot) complain("dup2", i);
      close(ends[0]);
    } else {
      if (pipe2(ends, O_NONBLOCK) < 0) complain("pipe2", i);
      if (dup2(ends[next(&seed) % 2], slot) != slot) complain("dup2 of a pipe", i);
      close(ends[0]);
      close(ends[1]);
    }
  }
  atomic_store(&stop, 1);
  return NULL;
}
static void *use(void *argument) {
  unsigned seed = 600 + (unsigned)(long)argument;
  const int epoll = epoll_create1(0);
  while (!atomic_load(&stop)) {
    const int slot = FIRST_SLOT + (int)(next(&seed) % SLOTS);
    uint64_t value = 1000;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = slot}, found[4];
    ssize_t n;
    switch (next(&seed) % 4) {
      case 0:
        n = read(slot, &value, sizeof value);
        /* A slot is never empty: dup2(2) puts one in place of the other at once. */
        if (n < 0 ? errno != EBADF && errno != EAGAIN : n != 0 && (n != 8 || value < 1000)) complain("read of a slot", n);
        if (n < 0 && errno == EBADF && fcntl(slot, F_GETFL) < 0) complain("an empty slot", slot);
        break;
      case 1:
        n = write(slot, &value, sizeof value);
        if (n < 0 ? errno != EBADF && errno != EAGAIN && errno != EPIPE : n != 8) complain("write to a slot", n);
        break;
      case 2:
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, slot, &event) < 0 && errno != EEXIST) complain("watching a slot", slot);
        break;
      default:
        if (epoll_wait(epoll, found, 4, 0) < 0) complain("events of slots", -1);
    }
  }
  close(epoll);
  return NULL;
}

static void run(void *(*const bodies[])(void *), const int counts[], int kinds, void (*end)(void), int early) {
  pthread_t threads[4][4];
  for (int k = 0; k < kinds; k++)
    for (long i = 0; i < counts[k]; i++)
      if (pthread_create(&threads[k][i], NULL, bodies[k], (void *)i) != 0) complain("pthread_create", i);
  for (int k = 0; k < kinds; k++) {
    if (k == early) end();
    for (int i = 0; i < counts[k]; i++) pthread_join(threads[k][i], NULL);
  }
}
static void nothing(void) {}
static void close_writer(void) { close(shared[1]); }
static void end_counter(void) {
  const uint64_t end = 1u << 30;
  if (write(counter, &end, 8) != 8) complain("end of the counter", -1);
}

int main(int argc, char **argv) {
  if (argc > 1) rounds = atoi(argv[1]);
  const struct sigaction alarm_handler = {.sa_handler = on_alarm};
  sigaction(SIGALRM, &alarm_handler, NULL);
  signal(SIGPIPE, SIG_IGN);
  alarm(LIMIT_SECONDS);

  if (pipe(shared) < 0 || pipe(second) < 0) complain("pipe", -1);
  run((void *(*const[])(void *)){write_records, read_records}, (const int[]){WRITERS, READERS}, 2, close_writer, 1);
  printf("pipes: %s\n", atomic_load(&written) == atomic_load(&taken) ? "all taken" : "some lost");

  counter = eventfd(0, 0);
  run((void *(*const[])(void *)){add, subtract}, (const int[]){GIVERS, TAKERS}, 2, end_counter, 1);
  printf("counters: %s\n", atomic_load(&added) == atomic_load(&got) ? "all taken" : "some lost");

  inner = epoll_create1(0);
  outer = epoll_create1(0);
  for (int i = 0; i < COUNTERS; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
    counters[i] = eventfd(0, EFD_NONBLOCK);
    if (epoll_ctl(inner, EPOLL_CTL_ADD, counters[i], &event) < 0) complain("first ADD", i);
  }
  struct epoll_event event = {.events = EPOLLIN};
  if (epoll_ctl(outer, EPOLL_CTL_ADD, inner, &event) < 0) complain("ADD to the outer", -1);
  atomic_store(&givers, GIVERS);
  run((void *(*const[])(void *)){give, collect}, (const int[]){GIVERS, WAITERS}, 2, nothing, -1);
  /* A watch that was edge-triggered and taken away may leave its tokens; they are still there. */
  for (int i = 0; i < COUNTERS; i++) {
    uint64_t value;
    if (read(counters[i], &value, 8) == 8) atomic_fetch_add(&collected, (long)value);
  }
  printf("epoll: %s\n", atomic_load(&given) == atomic_load(&collected) ? "all taken" : "some lost");

  for (int i = 0; i < SLOTS; i++) {
    const int fd = eventfd(1000, EFD_NONBLOCK);
    dup2(fd, FIRST_SLOT + i);
    close(fd);
  }
  run((void *(*const[])(void *)){replace, use}, (const int[]){2, 3}, 2, nothing, -1);
  printf("%d complaints\n", atomic_load(&complaints));
  return 0;
}
