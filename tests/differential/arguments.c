/*
 * Arguments by kind: mostly what the call wants, often an edge, sometimes nonsense. Structures are built afresh in the
 * arena, each in a slot of its own, so that an argument is a function of the generator's state alone.
 */
#include "sequences.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>

/* The next slot of 256 bytes; a call uses at most six. */
static unsigned slot;
void *take(void) { return (void *)(READ_WRITE + 256ul * (slot++ % 64)); }

uint64_t bad_pointer(void) {
  return PICK(0, 1, PAST, NO_ACCESS, READ_ONLY - 1, READ_WRITE_END, READ_WRITE_END - 1, 0x8000000000000000u, 0xffff800000001000u,
              ~0ul, 0x7ffffffff000u, 0xffffffff80100000u);
}
static uint64_t descriptor(void) {
  switch (below(12)) {
    case 0: return PICK(-1, 63, 64, 1000, 0x7fffffff, 0x80000000u, -100);
    case 1: return 19 + below(4);
    default: return 3 + below(16);
  }
}
static uint64_t path(void) {
  static const char *const names[] = {"f", "g", "d", "d/x", "nope", "f/x", "l", "ld", "ld/x", "loop", "d/", "f/", "l/", "nope/", "",
                                      "/nope/x", ".", "..", "d/../f", "d/./x", "new", "d/new", "p", "./f", "d//x", "nope/x", "loop/x"};
  switch (below(20)) {
    case 0: return bad_pointer();
    case 1: { /* runs into an unmapped page */
      char *end = (char *)READ_WRITE_END - 3;
      memcpy(end, "fff", 3);
      return (uint64_t)end;
    }
    case 2: { /* ends just before one */
      char *end = (char *)READ_WRITE_END - 2;
      memcpy(end, "f", 2);
      return (uint64_t)end;
    }
    case 3: {
      char *name = (char *)READ_WRITE + 6 * PAGE;
      unsigned n = (unsigned)PICK(255, 256, 1000, 4094, 4095, 4096);
      memset(name, 'n', n);
      name[n] = 0;
      return (uint64_t)name;
    }
    default: return (uint64_t)strcpy(take(), names[below(sizeof names / sizeof *names)]);
  }
}
static uint64_t pointer(void) {
  switch (below(10)) {
    case 0: return bad_pointer();
    case 1: return READ_WRITE_END - PICK(1, 2, 4, 8, 16, 64, 100);
    case 2: return READ_ONLY + 8 * below(16);
    default: return READ_WRITE + 4 * PAGE + 8 * below(16);
  }
}
static uint64_t length(void) {
  return PICK(0, 1, 2, 7, 8, 15, 16, 32, 64, 100, 128, 200, 500, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE);
}
static uint64_t odd_length(void) { return PICK(-1, 0x7fffffff, 0x80000000u, 0x7fffffffffffffffu, 0x8000000000000000u); }
uint64_t bits(unsigned from) { return (1ul << below(from)) | (below(2) ? 1ul << below(from) : 0); }
static struct timespec *timespec(struct timespec *t) {
  t->tv_sec = (time_t)PICK(0, 0, 0, 0, 0, -1);
  t->tv_nsec = (long)PICK(0, 1, 1000, 100000, 999999999, 1000000000, -1);
  if (t->tv_nsec == 999999999) t->tv_sec = -1;
  return t;
}
static uint64_t signal_set(void) {
  uint64_t *s = take();
  *s = PICK(0, 1ul << 9, 1ul << 11, 1ul << 39, (1ul << 9) | (1ul << 11), 1ul << 63);
  return (uint64_t)s;
}
static uint64_t vector(void) {
  struct iovec *v = take();
  for (int i = 0; i < 4; i++) {
    v[i].iov_base = (void *)(below(12) ? pointer() : bad_pointer());
    v[i].iov_len = below(20) ? PICK(0, 1, 5, 16, 100) : odd_length();
  }
  return (uint64_t)v;
}
static uint64_t address(void) {
  struct sockaddr_un *a = take();
  memset(a, 0, sizeof *a);
  a->sun_family = (sa_family_t)PICK(AF_UNIX, AF_UNIX, AF_UNIX, AF_INET, 0);
  static const char *const names[] = {"s", "d/s", "f", "nope/s", "d", "", "t"};
  strcpy(a->sun_path, names[below(7)]);
  return (uint64_t)a;
}
static uint64_t message(void) {
  struct msghdr *m = take();
  memset(m, 0, sizeof *m);
  m->msg_iov = (void *)vector();
  m->msg_iovlen = PICK(0, 1, 2, 3, 4);
  if (!below(6)) m->msg_iovlen = PICK(1024, 1025, -1);
  if (!below(6)) m->msg_name = (void *)address(), m->msg_namelen = (socklen_t)PICK(0, 2, 5, 110, 200, 0x80000000u);
  return (uint64_t)m;
}

static uint64_t structure(enum Kind kind) {
  switch (kind) {
    case TIMESPEC: return (uint64_t)timespec(take());
    case ITIMERSPEC: {
      struct itimerspec *t = take();
      timespec(&t->it_interval);
      timespec(&t->it_value);
      if (t->it_value.tv_nsec > 0 && t->it_value.tv_nsec < 1000000000) t->it_value.tv_sec = 4000000000; /* never while we look, as a time of a clock too */
      return (uint64_t)t;
    }
    case TIMEVALS: {
      struct timeval *t = take();
      for (int i = 0; i < 2; i++) t[i].tv_sec = (time_t)PICK(0, 1, 1000000, 0x7fffffff), t[i].tv_usec = (long)PICK(0, 5, 999999, 1000000, -1);
      return (uint64_t)t;
    }
    case TIMEVAL: {
      struct timeval *t = take();
      t->tv_sec = (time_t)PICK(0, 0, 0, 0, 0, -1), t->tv_usec = (long)PICK(0, 5, 100, -1);
      return (uint64_t)t;
    }
    case SIGSET: return signal_set();
    case VECTOR: return vector();
    case POLLS: {
      struct pollfd *p = take();
      for (int i = 0; i < 8; i++) p[i].fd = (int)descriptor(), p[i].events = (short)PICK(0, POLLIN, POLLOUT, POLLIN | POLLOUT, POLLPRI, 0x7fff), p[i].revents = 77;
      return (uint64_t)p;
    }
    case EVENT: {
      struct epoll_event *e = take();
      e->events = (uint32_t)PICK(EPOLLIN, EPOLLOUT, EPOLLIN | EPOLLOUT, EPOLLIN | EPOLLET, EPOLLOUT | EPOLLONESHOT, 0, EPOLLEXCLUSIVE | EPOLLIN,
                                 EPOLLEXCLUSIVE | EPOLLONESHOT, EPOLLRDHUP, EPOLLWAKEUP | EPOLLIN);
      e->data.u64 = below(100);
      return (uint64_t)e;
    }
    case MESSAGE: return message();
    case ADDRESS: return address();
    case SIZE_CELL: {
      int *n = take();
      *n = (int)PICK(0, 1, 2, 4, 8, 16, 110, 200, -1);
      return (uint64_t)n;
    }
    case OFFSET_CELL: {
      long *n = take();
      *n = (long)PICK(0, 1, 5, 100, -1, 0x7fffffffffffffff);
      return (uint64_t)n;
    }
    case WORD: {
      uint32_t *w = take();
      *w = below(3);
      return (uint64_t)w + (below(20) ? 0 : 1);
    }
    case SETS: {
      uint64_t *s = take(); /* how far select looks is the size of a table that whoever starts the program left it */
      memset(s, 0, 256);
      for (int i = 0; i < 3; i++) s[0] |= 1ul << (3 + below(17));
      return (uint64_t)s;
    }
    default: return (uint64_t)take();
  }
}

uint64_t argument(enum Kind kind) {
  if (kind >= TIMER) return object_argument(kind);
  switch (kind) {
    case FD: return descriptor();
    case PATH: return path();
    case TEXT: return below(8) ? (uint64_t)strcpy(take(), (const char *[]){"user.a", "trusted.b", "x", "", "system.c", "name"}[below(6)]) : bad_pointer();
    case IN:
    case OUT: return pointer();
    case LENGTH: return below(25) ? length() : odd_length();
    case SMALL: return below(20) ? below(16) : PICK(-1, 64, 1000, 0x7fffffff);
    case ANY: return PICK(0, 1, 2, 3, 10, -1, -2, 0x7fffffff, 0x80000000u, 1ul << 40, next());
    case EXTENT: return below(10) ? PICK(0, 1, 5, 100, PAGE, 5000) : PICK(-1, -5, 1ul << 63);
    case OFFSET: return below(10) ? PICK(0, 1, 5, 100, PAGE, 5000) : PICK(-1, 0x7fffffffffffffffu, 1ul << 40, -5);
    case MODE: return PICK(0, 0644, 0600, 0755, 0777, 07777, 0170000 | 0644, 0100644, 0040755, 0010644, 0020644);
    case OPEN_FLAGS: {
      uint64_t f = PICK(O_RDONLY, O_WRONLY, O_RDWR, O_RDONLY, O_RDWR, 3);
      for (unsigned n = below(4); n > 0; n--)
        f |= PICK(O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_NONBLOCK, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC, O_PATH, O_CREAT | O_EXCL);
      return f | O_NONBLOCK;
    }
    case AT_FLAGS: return below(3) ? PICK(0, AT_SYMLINK_NOFOLLOW, AT_REMOVEDIR, AT_SYMLINK_FOLLOW, AT_EMPTY_PATH) : bits(20);
    case BITS: return below(3) ? bits(16) : PICK(0, 0, 0, 1, 2, 3, -1);
    case SLEEP_CLOCK: return PICK(0, 1, 3, 4, 5, 6, 7, 8, 11, 12, 100, -1, -2, -3);
    case MEMFD_FLAGS: return (below(3) ? bits(16) : PICK(0, 0, 1, 2, 3, 8, 16, 24, -1)) & ~4ul; /* without MFD_HUGETLB */
    case LIMIT_MS: return below(3) ? PICK(0, 0, 1, MOST_SHORT_MS) : PICK(-1, -5, 0x80000000u, 1 << 23);
    case FLAG0: return below(5) ? 0 : bits(24);
    case WHENCE: return below(7);
    case SIGNAL: return PICK(0, SIGUSR1, SIGUSR1, SIGUSR2, SIGPIPE, 40, 64, 65, -1, SIGUSR2, 41);
    case SIGSET_SIZE: return below(10) ? 8 : PICK(0, 4, 16, 128);
    case COUNT: return below(12) ? below(5) : PICK(-1, 16, 1024, 1025, 0x7fffffff);
    case ADDRESS_SIZE: return PICK(0, 1, 2, 3, 5, 10, 16, 110, 111, 200, -1);
    case CLOCK: return PICK(0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 100, -1, -2, -6);
    case FCNTL: /* without those that name a process or a signal: they would reach others on the host */
      return PICK(F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, 1031 /* F_SETPIPE_SZ */, 1032, 1033, 1034, 12, 39, 99, 1025);
    case IOCTL: return PICK(0x5421 /* FIONBIO */, 0x541b /* FIONREAD */, 0x5450 /* FIONCLEX */, 0x5451, 0x5401 /* TCGETS */, 0x5413, 0, 12345);
    case SPARE_AT: return below(12) ? SPARE + PAGE * below(SPARE_PAGES) + (below(8) ? 0 : 5) : PICK(0, 5, PAST, 0x7ffffffff000u, ~0ul & ~4095ul, 0xffff800000000000u);
    case MAP_AT: return below(12) ? SPARE + PAGE * below(SPARE_PAGES) + (below(8) ? 0 : 5) : PICK(PAGE + 5, PAST, 0x7ffffffff000u, ~0ul & ~4095ul, 0xffff800000000000u);
    case PAGES: return below(12) ? PAGE * (1 + below(3)) - (below(6) ? 0 : 1) : PICK(0, 1, -1, 1ul << 46 /* short of the stack */, 1ul << 62, ~4094ul);
    case FEW_PAGES: return below(12) ? PAGE * (1 + below(3)) - (below(6) ? 0 : 1) : PICK(0, 1, -1, ~4094ul);
    case PROT: return below(12) ? below(4) : PICK(8, 16, -1, PROT_READ | PROT_EXEC, 0x01000000, 0x02000000);
    case MAP_FLAGS:
      return below(8) ? PICK(MAP_PRIVATE, MAP_SHARED, MAP_PRIVATE, 3, 0) | MAP_FIXED | (below(2) ? MAP_ANONYMOUS : 0)
                      : PICK(MAP_FIXED, MAP_FIXED | MAP_ANONYMOUS, MAP_FIXED | MAP_PRIVATE | 0x800000, MAP_FIXED_NOREPLACE | MAP_PRIVATE | MAP_ANONYMOUS);
    case ADVICE: return below(3) ? PICK(0, 1, 2, 3, 4, 8) : PICK(9, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 5, 6, 7, 99, -1);
    case DOMAIN: return PICK(AF_UNIX, AF_UNIX, AF_UNIX, AF_UNIX, 0, 46, 1000, -1);
    case SOCKET_TYPE: return PICK(SOCK_STREAM, SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RDM, 0, 7, 11) | SOCK_NONBLOCK | (below(4) ? 0 : PICK(SOCK_CLOEXEC, 0x1000, 0x10));
    case FUTEX_OP:
      return (below(4) ? PICK(1, 3, 4, 5, 10, 7, 8, 0, 9, 6) : PICK(2, 11, 12, 13, 14, 15)) | (below(2) ? 128 : 0) | (below(8) ? 0 : 256);
    case TIMESPEC:
    case ITIMERSPEC:
    case TIMEVALS:
    case TIMEVAL:
    case SIGSET:
    case SETS:
      if (!below(5)) return 0;
      /* fall through */
    default: return below(12) ? structure(kind) : bad_pointer();
  }
}
