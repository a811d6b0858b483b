/* Reads from the page cache, pipes, eventfds, and epoll with many descriptors. */
#define _GNU_SOURCE
#include "micro.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FILE_BYTES = 1 << 20, SMALL = 4096, DESCRIPTORS = 10000, MANY = 100 };

struct reading {
  int fd;
  char data[FILE_BYTES];
};

static void make_file(struct worker *w) {
  struct reading *r = allocate(sizeof *r);
  char path[32];
  snprintf(path, sizeof path, "/tmp/micro%d", w->cpu);
  memset(r->data, 'x', sizeof r->data);
  r->fd = (int)check(open(path, O_RDWR | O_CREAT | O_TRUNC, 0600), "open");
  if (write(r->fd, r->data, FILE_BYTES) != FILE_BYTES) fail("write");
  check(unlink(path), "unlink");
  w->state = r;
}

static void drop_file(struct worker *w) {
  struct reading *r = w->state;
  close(r->fd);
  free(r);
}

static void read_small(struct worker *w) {
  struct reading *r = w->state;
  for (int i = 0; i < w->count; i++) {
    if (pread(r->fd, r->data, SMALL, (off_t)(i % 256) * SMALL) != SMALL) fail("pread");
  }
}

static void read_large(struct worker *w) {
  struct reading *r = w->state;
  for (int i = 0; i < w->count; i++) {
    if (pread(r->fd, r->data, FILE_BYTES, 0) != FILE_BYTES) fail("pread");
  }
}

/* Two threads that wake each other in turn: descriptor pairs read/write for each direction. */
struct pair {
  int there[2], back[2];
  int count, other_cpu;
  size_t bytes;
};

static void *echo(void *argument) {
  struct pair *p = argument;
  uint64_t value;
  for (int i = 0; i < p->count; i++) {
    if (read(p->there[0], &value, p->bytes) != (ssize_t)p->bytes) fail("read");
    if (write(p->back[1], &value, p->bytes) != (ssize_t)p->bytes) fail("write");
  }
  return NULL;
}

static void ping(struct worker *w) {
  struct pair *p = w->state;
  uint64_t value = 1;
  uintptr_t other = start(echo, p, p->other_cpu);
  for (int i = 0; i < p->count; i++) {
    if (write(p->there[1], &value, p->bytes) != (ssize_t)p->bytes) fail("write");
    if (read(p->back[0], &value, p->bytes) != (ssize_t)p->bytes) fail("read");
  }
  join(other);
}

static void make_pair(struct worker *w, int events, int other_cpu) {
  struct pair *p = allocate(sizeof *p);
  p->count = w->count;
  p->other_cpu = other_cpu;
  p->bytes = events ? 8 : 1;
  if (events) {
    p->there[0] = (int)check(eventfd(0, 0), "eventfd");
    p->back[0] = (int)check(eventfd(0, 0), "eventfd");
    p->there[1] = (int)check(dup(p->there[0]), "dup");
    p->back[1] = (int)check(dup(p->back[0]), "dup");
  } else {
    check(pipe(p->there), "pipe");
    check(pipe(p->back), "pipe");
  }
  w->state = p;
}

static void pipes(struct worker *w) { make_pair(w, 0, w->cpu); }
static void pipes_across(struct worker *w) { make_pair(w, 0, 1); }
static void events(struct worker *w) { make_pair(w, 1, w->cpu); }
static void events_across(struct worker *w) { make_pair(w, 1, 1); }

static void drop_pair(struct worker *w) {
  struct pair *p = w->state;
  for (int i = 0; i < 2; i++) {
    close(p->there[i]);
    close(p->back[i]);
  }
  free(p);
}

/* An epoll instance with DESCRIPTORS eventfds, of which the first `ready` stay readable. */
struct polling {
  int epoll;
  int fds[DESCRIPTORS];
};

static void make_descriptors(struct worker *w, unsigned ready, int add) {
  const struct rlimit limit = {65536, 65536};
  check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
  struct polling *p = allocate(sizeof *p);
  p->epoll = (int)check(epoll_create1(0), "epoll_create1");
  for (unsigned i = 0; i < DESCRIPTORS; i++) {
    /* spread over all of them, since a kernel may look at them in order */
    const unsigned spread = DESCRIPTORS / (ready == 0 ? 1 : ready);
    p->fds[i] = (int)check(eventfd(ready != 0 && i % spread == 0, EFD_NONBLOCK), "eventfd");
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = i};
    if (add) check(epoll_ctl(p->epoll, EPOLL_CTL_ADD, p->fds[i], &event), "epoll_ctl");
  }
  w->state = p;
}

static void none_added(struct worker *w) { make_descriptors(w, 0, 0); }
static void one_ready(struct worker *w) { make_descriptors(w, 1, 1); }
static void many_ready(struct worker *w) { make_descriptors(w, MANY, 1); }

static void drop_descriptors(struct worker *w) {
  struct polling *p = w->state;
  for (int i = 0; i < DESCRIPTORS; i++) close(p->fds[i]);
  close(p->epoll);
  free(p);
}

static void add_all(struct worker *w) {
  struct polling *p = w->state;
  for (int i = 0; i < w->count; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)i};
    check(epoll_ctl(p->epoll, EPOLL_CTL_ADD, p->fds[i], &event), "epoll_ctl");
  }
}

static void waits(struct worker *w, int ready) {
  struct polling *p = w->state;
  struct epoll_event found[MANY];
  for (int i = 0; i < w->count; i++) {
    if (epoll_wait(p->epoll, found, MANY, 1000) != ready) fail("epoll_wait");
  }
}
static void wait_one(struct worker *w) { waits(w, 1); }
static void wait_many(struct worker *w) { waits(w, MANY); }

const struct row file_rows[] = {
    {.name = "read-4k-cached", .count = 4000, .body = read_small, .prepare = make_file, .finish = drop_file},
    {.name = "read-1m-cached", .count = 20, .body = read_large, .prepare = make_file, .finish = drop_file},
    {.name = "pipe-round-trip", .count = 1000, .body = ping, .prepare = pipes, .finish = drop_pair},
    {.name = "pipe-round-trip-across", .count = 1000, .body = ping, .prepare = pipes_across, .finish = drop_pair, .crosses = 1},
    {.name = "eventfd-round-trip", .count = 1000, .body = ping, .prepare = events, .finish = drop_pair},
    {.name = "eventfd-round-trip-across", .count = 1000, .body = ping, .prepare = events_across, .finish = drop_pair, .crosses = 1},
    {.name = "epoll-add-10000", .count = DESCRIPTORS, .body = add_all, .prepare = none_added, .finish = drop_descriptors},
    {.name = "epoll-wait-1-of-10000", .count = 2000, .body = wait_one, .prepare = one_ready, .finish = drop_descriptors},
    {.name = "epoll-wait-100-of-10000", .count = 200, .body = wait_many, .prepare = many_ready, .finish = drop_descriptors},
    {0},
};
