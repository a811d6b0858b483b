/*
 * Wake-ups that race with sleeps, signals, moves between processors, ends of threads and closes. Tokens go round a ring
 * of threads; each thread takes them from an inbox of its own kind and passes them on. A wake-up that is lost stops the
 * ring; a token that is lost, doubled or changed shows in the sums. Meanwhile others disturb the ring:
 *   signals     go to its threads, whose sleeps end early
 *   affinities  of its threads change
 *   threads     begin and end, more at a time than kernel stacks are kept for
 *   descriptors are closed and opened anew under those who read and write them
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 10, KINDS = 5, TOKENS = 3, CROWD = 24, FIRST_FD = 200, FDS = 6, LIMIT_SECONDS = 140 };

struct station {
  int tid;
  int pipe[2];
  int event;
  int epoll;
  atomic_int word;
  long taken, wrong;
  atomic_int signals;
};
static struct station stations[THREADS];
static int rounds = 600;
static atomic_int started, finished, stop, complaints;
static _Thread_local struct station *mine;

static void complain(const char *what, long value) {
  if (atomic_fetch_add(&complaints, 1) < 10) printf("%s: %ld (%s)\n", what, value, strerror(errno));
}
static unsigned next(unsigned *seed) {
  *seed = *seed * 1103515245u + 12345u;
  return *seed >> 8;
}
static void on_signal(int number) {
  (void)number;
  if (mine != NULL) atomic_fetch_add(&mine->signals, 1);
}
static void on_alarm(int number) {
  (void)number;
  static const char text[] = "stuck\n";
  if (write(1, text, sizeof text - 1) < 0) _exit(4);
  _exit(3);
}

static void take_word(atomic_int *word, unsigned *seed) {
  const struct timespec soon = {0, 50000};
  while (1) {
    int value = atomic_load(word);
    while (value > 0)
      if (atomic_compare_exchange_weak(word, &value, value - 1)) return;
    const struct timespec *limit = next(seed) % 4 == 0 ? &soon : NULL;
    if (syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, limit, NULL, 0) < 0 && errno != EAGAIN && errno != EINTR &&
        errno != ETIMEDOUT)
      complain("futex", -1);
  }
}
static uint64_t read_number(int fd) {
  uint64_t value = 0;
  ssize_t n;
  while ((n = read(fd, &value, sizeof value)) < 0 && errno == EINTR)
    ;
  if (n != sizeof value) complain("read", n);
  return value;
}
static void wait_epoll(struct station *s, unsigned *seed) {
  uint64_t value;
  while (read(s->event, &value, sizeof value) < 0) {
    if (errno != EAGAIN) complain("read of epoll's", -1);
    struct epoll_event found[2];
    const int n = epoll_wait(s->epoll, found, 2, next(seed) % 4 == 0 ? 1 : -1);
    if (n < 0 && errno != EINTR) complain("epoll_wait", n);
    if (n > 0 && (found[0].data.ptr != s || n > 1)) complain("epoll's event", n);
  }
  if (value != 1) complain("epoll's token", (long)value);
}
static void wait_poll(struct station *s, unsigned *seed) {
  uint64_t value = 0;
  ssize_t n;
  while ((n = read(s->pipe[0], &value, sizeof value)) < 0) {
    if (errno != EAGAIN) complain("read of poll's", -1);
    struct pollfd p = {.fd = s->pipe[0], .events = POLLIN};
    if (poll(&p, 1, next(seed) % 4 == 0 ? 1 : -1) < 0 && errno != EINTR) complain("poll", -1);
  }
  if (n != sizeof value || value != 0x0123456789abcdef) complain("poll's token", (long)value);
}

static void take(int index, unsigned *seed) {
  struct station *s = &stations[index];
  switch (index % KINDS) {
    case 0:
      take_word(&s->word, seed);
      break;
    case 1:
      if (read_number(s->pipe[0]) != 0x0123456789abcdef) complain("token of a pipe", index);
      break;
    case 2:
      if (read_number(s->event) != 1) complain("token of an eventfd", index);
      break;
    case 3:
      wait_epoll(s, seed);
      break;
    default:
      wait_poll(s, seed);
  }
}
static void put_number(int fd, uint64_t value) {
  ssize_t n;
  while ((n = write(fd, &value, sizeof value)) < 0 && errno == EINTR)
    ;
  if (n != sizeof value) complain("write", n);
}
static void put(int index) {
  struct station *s = &stations[index];
  switch (index % KINDS) {
    case 0:
      atomic_fetch_add(&s->word, 1);
      syscall(SYS_futex, &s->word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
      break;
    case 1:
    case 4:
      put_number(s->pipe[1], 0x0123456789abcdef);
      break;
    default:
      put_number(s->event, 1);
  }
}
static void *pass_on(void *argument) {
  const int me = (int)(long)argument;
  unsigned seed = (unsigned)me + 1;
  mine = &stations[me];
  mine->tid = (int)syscall(SYS_gettid);
  atomic_fetch_add(&started, 1);
  for (int i = 0; i < rounds; i++) {
    take(me, &seed);
    mine->taken++;
    put((me + 1) % THREADS);
  }
  atomic_fetch_add(&finished, 1);
  return NULL;
}

static void *send_signals(void *argument) {
  unsigned seed = 77;
  (void)argument;
  while (!atomic_load(&stop)) {
    syscall(SYS_tgkill, getpid(), stations[next(&seed) % THREADS].tid, SIGUSR1);
    if (next(&seed) % 8 == 0) usleep(100);
  }
  return NULL;
}
static void *move(void *argument) {
  unsigned seed = 88;
  const int cpus = (int)sysconf(_SC_NPROCESSORS_ONLN);
  (void)argument;
  while (!atomic_load(&stop)) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(next(&seed) % (unsigned)cpus, &set);
    CPU_SET(next(&seed) % (unsigned)cpus, &set);
    sched_setaffinity(stations[next(&seed) % THREADS].tid, sizeof set, &set);
    usleep(200);
  }
  return NULL;
}

static atomic_int crowd_word;
static void *join_crowd(void *argument) {
  (void)argument;
  while (atomic_load(&crowd_word) == 0) syscall(SYS_futex, &crowd_word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
  return (void *)7L;
}
static void *crowds(void *argument) {
  (void)argument;
  while (!atomic_load(&stop)) {
    pthread_t crowd[CROWD];
    atomic_store(&crowd_word, 0);
    for (int i = 0; i < CROWD; i++)
      if (pthread_create(&crowd[i], NULL, join_crowd, NULL) != 0) complain("pthread_create", i);
    atomic_store(&crowd_word, 1);
    syscall(SYS_futex, &crowd_word, FUTEX_WAKE_PRIVATE, CROWD, NULL, NULL, 0);
    for (int i = 0; i < CROWD; i++) {
      void *result;
      pthread_join(crowd[i], &result);
      if (result != (void *)7L) complain("result of a thread", (long)result);
    }
  }
  return NULL;
}

/* Descriptors FIRST_FD and up are a readable eventfd, the ends of a pipe, or closed. */
static void *reopen(void *argument) {
  unsigned seed = 99;
  (void)argument;
  while (!atomic_load(&stop)) {
    const int fd = FIRST_FD + (int)(next(&seed) % FDS);
    int made[2];
    switch (next(&seed) % 3) {
      case 0:
        close(fd);
        break;
      case 1:
        made[0] = eventfd(5, EFD_NONBLOCK);
        dup2(made[0], fd);
        close(made[0]);
        break;
      default:
        if (pipe2(made, O_NONBLOCK) < 0) complain("pipe2", -1);
        dup2(made[next(&seed) % 2], fd);
        close(made[0]);
        close(made[1]);
    }
  }
  return NULL;
}
static void *use(void *argument) {
  unsigned seed = (unsigned)(long)argument;
  const int epoll = epoll_create1(0);
  while (!atomic_load(&stop)) {
    const int fd = FIRST_FD + (int)(next(&seed) % FDS);
    uint64_t value = 3;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    switch (next(&seed) % 4) {
      case 0: {
        const ssize_t n = read(fd, &value, sizeof value);
        if (n < 0 ? errno != EBADF && errno != EAGAIN : n != 0 && n != sizeof value) complain("read in use", n);
        if (n == sizeof value && (value < 3 || value > 1000000)) complain("number in use", (long)value);
        break;
      }
      case 1: {
        const ssize_t n = write(fd, &value, sizeof value);
        if (n < 0 ? errno != EBADF && errno != EAGAIN && errno != EPIPE : n != sizeof value) complain("write in use", n);
        break;
      }
      case 2:
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0 && errno != EBADF && errno != EEXIST)
          complain("epoll_ctl", -1);
        break;
      default: {
        struct epoll_event found[FDS];
        const int n = epoll_wait(epoll, found, FDS, 0);
        if (n < 0 && errno != EINTR) complain("epoll_wait in use", n);
        for (int i = 0; i < n; i++)
          if (found[i].data.fd < FIRST_FD || found[i].data.fd >= FIRST_FD + FDS) complain("event in use", found[i].data.fd);
      }
    }
  }
  close(epoll);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc > 1) rounds = atoi(argv[1]);
  const struct sigaction handler = {.sa_handler = on_signal}, alarm_handler = {.sa_handler = on_alarm};
  sigaction(SIGUSR1, &handler, NULL);
  sigaction(SIGALRM, &alarm_handler, NULL);
  signal(SIGPIPE, SIG_IGN);
  alarm(argc > 2 ? (unsigned)atoi(argv[2]) : LIMIT_SECONDS);
  for (int i = 0; i < THREADS; i++) {
    struct station *s = &stations[i];
    const int kind = i % KINDS;
    if ((kind == 1 || kind == 4) && pipe2(s->pipe, kind == 4 ? O_NONBLOCK : 0) < 0) complain("pipe2", i);
    if (kind == 2 || kind == 3) s->event = eventfd(0, EFD_SEMAPHORE | (kind == 3 ? EFD_NONBLOCK : 0));
    if (kind == 3) {
      struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.ptr = s};
      s->epoll = epoll_create1(0);
      if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, s->event, &event) < 0) complain("epoll_ctl", i);
    }
  }
  pthread_t ring[THREADS], others[6];
  for (long i = 0; i < THREADS; i++) pthread_create(&ring[i], NULL, pass_on, (void *)i);
  while (atomic_load(&started) < THREADS) sched_yield();
  pthread_create(&others[0], NULL, send_signals, NULL);
  pthread_create(&others[1], NULL, move, NULL);
  pthread_create(&others[2], NULL, crowds, NULL);
  pthread_create(&others[3], NULL, reopen, NULL);
  pthread_create(&others[4], NULL, use, (void *)1);
  pthread_create(&others[5], NULL, use, (void *)2);
  /* Not before each thread has been disturbed once. */
  for (int i = 0; i < THREADS; i++)
    while (atomic_load(&stations[i].signals) == 0) usleep(100);
  for (int i = 0; i < THREADS; i++)
    for (int k = 0; k < TOKENS; k++) put(i);
  long taken = 0;
  for (int i = 0; i < THREADS; i++) {
    pthread_join(ring[i], NULL);
    taken += stations[i].taken;
  }
  atomic_store(&stop, 1);
  for (int i = 0; i < 6; i++) pthread_join(others[i], NULL);
  /* What is left over is what was put in. */
  unsigned seed = 5;
  for (int i = 0; i < THREADS; i++)
    for (int k = 0; k < TOKENS; k++) take(i, &seed);
  printf("%ld of %d tokens taken, %d complaints\n", taken, THREADS * rounds, atomic_load(&complaints));
  return 0;
}
