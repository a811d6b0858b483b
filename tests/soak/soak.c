/*
 * A soak: workers of different kinds use the kernel at once until the time is over. soak SECONDS SEED
 *
 * Invariants, each checked where it could break: data come back as written; every wait has a limit of LIMIT_S seconds,
 * and one that reaches it counts as a lost wakeup; every worker gets on; free memory at the end is what it was at the
 * first measurement (after a minute, or a third of a shorter run), within TOLERANCE_KIB. Memory is measured while all
 * workers stand still between rounds, having given back what they took. The tolerance is for what stays for reuse: arenas and
 * stacks of the C library, a kernel's caches of stacks, pages and slabs.
 *
 * Prints a line a minute; then one a kind, the memory, and `soak: clean` last; any other last line is the failure, with status 1.
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
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_S = 20, TOLERANCE_KIB = 4096, PAGE = 4096, COPIES = 2 };

static _Atomic int stopping, pausing, paused;
static _Atomic unsigned long lost;

static _Noreturn void fail(const char *kind, const char *what) {
  printf("soak: failed: %s: %s: %s\n", kind, what, strerror(errno));
  fflush(stdout);
  _exit(1);
}

static unsigned next(unsigned *seed) {
  *seed = *seed * 1103515245u + 12345u;
  return *seed >> 8;
}

static struct timespec in_limit(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  t.tv_sec += LIMIT_S;
  return t;
}

/* Waits for a descriptor; a wait that reaches the limit is a lost wakeup. */
static void await(const char *kind, int fd) {
  struct pollfd p = {.fd = fd, .events = POLLIN};
  int n;
  while ((n = poll(&p, 1, LIMIT_S * 1000)) < 0 && errno == EINTR) continue;
  if (n == 1) return;
  lost++;
  fail(kind, "lost wakeup in poll");
}

static void started(const char *kind, pthread_t *thread, void *(*body)(void *), void *argument) {
  errno = pthread_create(thread, NULL, body, argument);
  if (errno != 0) fail(kind, "pthread_create");
}

static void ended(const char *kind, pthread_t thread) {
  struct timespec until = in_limit();
  errno = pthread_timedjoin_np(thread, NULL, &until);
  if (errno == ETIMEDOUT) lost++;
  if (errno != 0) fail(kind, "join");
}

/* mmap: each page carries its number through mprotect, mremap and partial unmapping. */
static void maps(unsigned *seed) {
  const size_t pages = 1 + next(seed) % 700;
  uint64_t *place = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) fail("mmap", "mmap");
  for (size_t i = 0; i < pages; i++) {
    if (place[i * 512] != 0) fail("mmap", "a new page is not zero");
    place[i * 512] = i + *seed;
  }
  if (mprotect(place, pages * PAGE, PROT_READ) < 0) fail("mmap", "mprotect");
  place = mremap(place, pages * PAGE, 2 * pages * PAGE, MREMAP_MAYMOVE);
  if (place == MAP_FAILED) fail("mmap", "mremap");
  for (size_t i = 0; i < pages; i++) {
    if (place[i * 512] != i + *seed) fail("mmap", "a page lost its data");
  }
  if (munmap(place + pages * 512, pages * PAGE) < 0 || munmap(place, pages * PAGE) < 0) fail("mmap", "munmap");
}

/* Files: written at random places, read back, mapped, cut, removed. */
static void files(unsigned *seed) {
  char path[] = "/tmp/soakXXXXXX";
  char data[8192], back[8192];
  const int fd = mkstemp(path);
  if (fd < 0) fail("files", "mkstemp");
  for (int i = 0; i < 8; i++) {
    const size_t size = 1 + next(seed) % sizeof data;
    const off_t at = next(seed) % 500000;
    memset(data, (int)(next(seed) & 255), size);
    if (pwrite(fd, data, size, at) != (ssize_t)size) fail("files", "pwrite");
    if (pread(fd, back, size, at) != (ssize_t)size || memcmp(data, back, size) != 0) fail("files", "other data read than written");
    char *seen = mmap(NULL, (size_t)at + size, PROT_READ, MAP_SHARED, fd, 0);
    if (seen == MAP_FAILED) fail("files", "mmap");
    if (memcmp(seen + at, data, size) != 0) fail("files", "other data mapped than written");
    munmap(seen, (size_t)at + size);
  }
  if (ftruncate(fd, 100) < 0 || lseek(fd, 0, SEEK_END) != 100) fail("files", "ftruncate");
  if (unlink(path) < 0 || close(fd) < 0) fail("files", "unlink");
}

/* Pipes: a stream of known bytes in pieces of random size. */
static void *feed(void *argument) {
  const int fd = *(int *)argument;
  unsigned seed = 5, value = 0;
  char data[3000];
  for (size_t left = 200000; left > 0;) {
    size_t size = 1 + next(&seed) % sizeof data;
    if (size > left) size = left;
    for (size_t i = 0; i < size; i++) data[i] = (char)value++;
    for (size_t done = 0; done < size;) {
      ssize_t n = write(fd, data + done, size - done);
      if (n < 0 && errno != EINTR) fail("pipes", "write");
      if (n > 0) done += (size_t)n;
    }
    left -= size;
  }
  close(fd);
  return NULL;
}
static void pipes(unsigned *seed) {
  int ends[2];
  pthread_t writer;
  char data[5000];
  unsigned value = 0;
  if (pipe(ends) < 0) fail("pipes", "pipe");
  started("pipes", &writer, feed, &ends[1]);
  for (;;) {
    await("pipes", ends[0]);
    const ssize_t n = read(ends[0], data, 1 + next(seed) % sizeof data);
    if (n < 0) fail("pipes", "read");
    if (n == 0) break;
    for (ssize_t i = 0; i < n; i++) {
      if (data[i] != (char)value++) fail("pipes", "the stream is out of order");
    }
  }
  if (value != 200000) fail("pipes", "the stream ended early");
  ended("pipes", writer);
  close(ends[0]);
}

/* Futexes: two threads take turns by a condition variable; a mutex guards a sum. */
struct turns {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  unsigned turn, sum;
};
static void take_turns(struct turns *t, unsigned mine) {
  for (int i = 0; i < 500; i++) {
    pthread_mutex_lock(&t->mutex);
    const struct timespec until = in_limit();
    while (t->turn != mine) {
      errno = pthread_cond_timedwait(&t->changed, &t->mutex, &until);
      if (errno == 0) continue;
      lost++;
      fail("futexes", "lost wakeup in a condition variable");
    }
    t->turn = 1 - mine;
    t->sum++;
    pthread_cond_signal(&t->changed);
    pthread_mutex_unlock(&t->mutex);
  }
}
static void *second(void *argument) {
  take_turns(argument, 1);
  return NULL;
}
static void futexes(unsigned *seed) {
  struct turns t = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, next(seed) % 2, 0};
  pthread_t other;
  started("futexes", &other, second, &t);
  take_turns(&t, 0);
  ended("futexes", other);
  if (t.sum != 1000) fail("futexes", "turns were lost");
}

/* Signals: queued ones with a value, taken by sigtimedwait in the thread that they were sent to. */
static void signals(unsigned *seed) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 1);
  for (int i = 0; i < 50; i++) {
    const union sigval value = {.sival_int = (int)next(seed)};
    errno = pthread_sigqueue(pthread_self(), SIGRTMIN + 1, value);
    if (errno != 0) fail("signals", "pthread_sigqueue");
    siginfo_t info;
    const struct timespec limit = {.tv_sec = LIMIT_S};
    if (sigtimedwait(&set, &info, &limit) < 0) {
      lost++;
      fail("signals", "lost signal");
    }
    if (info.si_value.sival_int != value.sival_int) fail("signals", "another value came");
  }
}

/* A thread in read(2) is interrupted by handlers, and the wait goes on until an event comes. */
static void on_signal(int number) { (void)number; }
static void *disturbed(void *argument) {
  uint64_t value;
  await("interruptions", *(int *)argument);
  if (read(*(int *)argument, &value, 8) != 8) fail("interruptions", "read");
  return NULL;
}
static void interruptions(unsigned *seed) {
  int fd = eventfd(0, 0);
  pthread_t thread;
  if (fd < 0) fail("interruptions", "eventfd");
  started("interruptions", &thread, disturbed, &fd);
  for (int i = 0; i < 20; i++) {
    pthread_kill(thread, SIGUSR1);
    usleep(next(seed) % 500);
  }
  const uint64_t one = 1;
  if (write(fd, &one, 8) != 8) fail("interruptions", "write");
  ended("interruptions", thread);
  close(fd);
}

/* Timers: none fires early, and each fires. */
static void timers(unsigned *seed) {
  const int fd = timerfd_create(CLOCK_MONOTONIC, 0);
  if (fd < 0) fail("timers", "timerfd_create");
  for (int i = 0; i < 20; i++) {
    const long ns = 1 + next(seed) % 3000000;
    struct timespec from, to;
    uint64_t count;
    clock_gettime(CLOCK_MONOTONIC, &from);
    const struct itimerspec once = {.it_value.tv_nsec = ns};
    if (timerfd_settime(fd, 0, &once, NULL) < 0) fail("timers", "timerfd_settime");
    await("timers", fd);
    if (read(fd, &count, 8) != 8 || count != 1) fail("timers", "read");
    clock_gettime(CLOCK_MONOTONIC, &to);
    if ((to.tv_sec - from.tv_sec) * 1000000000L + to.tv_nsec - from.tv_nsec < ns) fail("timers", "a timer fired early");
  }
  close(fd);
}

/* Threads that come, allocate, and go. */
static void *churn(void *argument) {
  unsigned seed = (unsigned)(uintptr_t)argument;
  char *live[32] = {0};
  for (int i = 0; i < 300; i++) {
    char **slot = &live[next(&seed) % 32];
    const size_t size = 16 + next(&seed) % 20000;
    if (*slot != NULL && (*slot)[0] != (char)(uintptr_t)*slot) fail("threads", "a block lost its data");
    free(*slot);
    *slot = malloc(size);
    if (*slot == NULL) fail("threads", "malloc");
    (*slot)[0] = (char)(uintptr_t)*slot;
  }
  for (int i = 0; i < 32; i++) free(live[i]);
  return NULL;
}
static void threads(unsigned *seed) {
  pthread_t some[4];
  for (int i = 0; i < 4; i++) started("threads", &some[i], churn, (void *)(uintptr_t)next(seed));
  for (int i = 0; i < 4; i++) ended("threads", some[i]);
}

static struct kind {
  const char *name;
  void (*round)(unsigned *);
  _Atomic unsigned long rounds;
} kinds[] = {{"mmap", maps, 0},       {"files", files, 0},     {"pipes", pipes, 0},
             {"futexes", futexes, 0}, {"signals", signals, 0}, {"interruptions", interruptions, 0},
             {"timers", timers, 0},   {"threads", threads, 0}};
enum { KINDS = sizeof kinds / sizeof *kinds, WORKERS = KINDS * COPIES };

struct worker {
  struct kind *kind;
  unsigned seed;
};
static void *work(void *argument) {
  struct worker *w = argument;
  while (!stopping) {
    w->kind->round(&w->seed);
    w->kind->rounds++;
    if (!pausing) continue;
    paused++;
    while (pausing) usleep(1000);
    paused--;
  }
  return NULL;
}

static unsigned long free_memory(void) {
  struct sysinfo info;
  if (sysinfo(&info) < 0) fail("main", "sysinfo");
  return (unsigned long)((uint64_t)info.freeram * info.mem_unit / 1024);
}

static void report_minute(long minute) {
  unsigned long rounds = 0;
  for (int k = 0; k < KINDS; k++) rounds += kinds[k].rounds;
  printf("minute %ld: %lu rounds, %lu KiB free (while working)\n", minute, rounds, free_memory());
}

/* The monotonic clock in nanoseconds, a few times, for who reads this to compare with its own. */
static void show_clock(void) {
  for (int i = 0; i < 5; i++) {
    struct timespec now;
    usleep(10000);
    clock_gettime(CLOCK_MONOTONIC, &now);
    printf("clock %lld\n", (long long)now.tv_sec * 1000000000 + now.tv_nsec);
  }
}

/* Free memory in KiB, with every worker between two rounds, while the clock is shown as well. */
static unsigned long quiet_memory(void) {
  pausing = 1;
  for (int waited = 0; paused < WORKERS; waited++) {
    if (waited > LIMIT_S * 2000) fail("main", "a worker does not come to rest");
    usleep(1000);
  }
  usleep(100000); /* ended threads' stacks are given back behind the joiner */
  const unsigned long found = free_memory();
  show_clock();
  pausing = 0;
  return found;
}

int main(int argc, char **argv) {
  const int seconds = argc > 1 ? atoi(argv[1]) : 10;
  const unsigned seed = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
  setvbuf(stdout, NULL, _IOLBF, 0);
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGUSR1, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 1);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  static struct worker workers[WORKERS];
  pthread_t handles[WORKERS];
  for (int i = 0; i < WORKERS; i++) {
    workers[i] = (struct worker){&kinds[i % KINDS], seed * 100 + (unsigned)i};
    started("main", &handles[i], work, &workers[i]);
  }
  const int first_at = seconds >= 180 ? 60 : seconds / 3;
  unsigned long first = 0, before[KINDS] = {0};
  time_t still_since[KINDS];
  const time_t begin = time(NULL);
  long minutes = 0;
  for (int k = 0; k < KINDS; k++) still_since[k] = begin;
  for (time_t now = begin; now - begin < seconds; now = time(NULL)) {
    sleep(1);
    if (first == 0 && now - begin >= first_at) first = quiet_memory();
    if ((now - begin) / 60 > minutes) report_minute(minutes = (now - begin) / 60);
    for (int k = 0; k < KINDS; k++) {
      if (kinds[k].rounds != before[k]) still_since[k] = now;
      before[k] = kinds[k].rounds;
      if (now - still_since[k] > 3 * LIMIT_S) fail(kinds[k].name, "does not get on");
    }
  }
  const unsigned long last = quiet_memory();
  stopping = 1;
  for (int i = 0; i < WORKERS; i++) ended("main", handles[i]);
  for (int k = 0; k < KINDS; k++) {
    printf("%-14s %lu rounds\n", kinds[k].name, (unsigned long)kinds[k].rounds);
    if (kinds[k].rounds == 0) fail(kinds[k].name, "no round was finished");
  }
  printf("memory free: %lu KiB after %d s, %lu KiB at the end (tolerance %d KiB)\n", first, first_at, last, TOLERANCE_KIB);
  printf("lost wakeups: %lu\n", (unsigned long)lost);
  if (last + TOLERANCE_KIB < first) fail("memory", "less is free than was");
  puts("soak: clean");
  return 0;
}
