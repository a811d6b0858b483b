/* epoll(7) with ten thousand descriptors, nested, exclusive, edge by edge, from several threads. */
#include "../../case.h"
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
enum { MANY = 10000 };
static int fds[MANY], ep;
static volatile int woken;
static void *writer(void *unused) {
  uint64_t one = 1;
  for (int i = 0; i < 500; i++) {
    write(fds[(i * 7919) % MANY], &one, 8);
    if (i % 50 == 0) usleep(1000);
  }
  return NULL;
}
static void *waiter(void *unused) {
  struct epoll_event e;
  if (epoll_wait(ep, &e, 1, 5000) == 1) __sync_fetch_and_add(&woken, 1);
  return NULL;
}
static int add(int ep, int fd, uint32_t events, uint64_t data) {
  struct epoll_event e = {.events = events, .data.u64 = data};
  return epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
}
CASE(epoll_many) {
  struct epoll_event e = {.events = EPOLLIN}, got[64];
  struct rlimit before, many = {MANY + 100, MANY + 100};
  uint64_t v;
  getrlimit(RLIMIT_NOFILE, &before);
  if (before.rlim_cur < many.rlim_cur) {
    if (before.rlim_max > many.rlim_max) many.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_NOFILE, &many);
  }
  ep = epoll_create1(0);
  int failed = 0;
  for (int i = 0; i < MANY; i++) {
    fds[i] = eventfd(0, EFD_NONBLOCK);
    failed |= fds[i] < 0 || add(ep, fds[i], EPOLLIN, i);
  }
  CALL(failed);
  pthread_t t;
  pthread_create(&t, NULL, writer, NULL);
  int sum = 0, wrong = 0;
  while (sum < 500) {
    int n = epoll_wait(ep, got, 64, 5000);
    if (n <= 0) break;
    for (int i = 0; i < n; i++) {
      if (read(fds[got[i].data.u64], &v, 8) != 8) wrong++;
      sum += v;
    }
  }
  pthread_join(t, NULL);
  CALL(sum);
  CALL(wrong);
  CALL(epoll_wait(ep, got, 64, 0));
  for (int i = 0; i < MANY; i++) close(fds[i]);
  CALL(epoll_wait(ep, got, 64, 10));
  /* one event wakes one waiter of an edge-triggered watch */
  int ev = eventfd(0, EFD_NONBLOCK | EFD_SEMAPHORE);
  CALL(add(ep, ev, EPOLLIN | EPOLLET, 1));
  struct worker w[4];
  woken = 0;
  for (int i = 0; i < 4; i++) start_worker(&w[i], waiter, NULL);
  for (int i = 0; i < 4; i++) until_asleep(w[i].tid);
  for (int i = 0; i < 4; i++) {
    v = 1;
    write(ev, &v, 8);
    until_equal(&woken, i + 1);
    usleep(20000);
    CALL(woken);
  }
  for (int i = 0; i < 4; i++) join_worker(&w[i]);
  /* every write is an edge; a read of the other kind is none */
  CALL(epoll_wait(ep, got, 64, 0));
  write(ev, &v, 8);
  CALL(epoll_wait(ep, got, 64, 0));
  read(ev, &v, 8);
  CALL(epoll_wait(ep, got, 64, 0));
  close(ev);
  /* sockets: what the edge is for */
  int s[2];
  char b[10];
  socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s);
  CALL(add(ep, s[0], EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP, 2));
  CALL(epoll_wait(ep, got, 64, 0));
  CALL(got[0].events);
  CALL(epoll_wait(ep, got, 64, 0));
  write(s[1], "abc", 3);
  CALL(epoll_wait(ep, got, 64, 0));
  CALL(got[0].events);
  read(s[0], b, 1);
  CALL(epoll_wait(ep, got, 64, 0));
  shutdown(s[1], SHUT_WR);
  CALL(epoll_wait(ep, got, 64, 0));
  CALL(got[0].events);
  close(s[1]);
  CALL(epoll_wait(ep, got, 64, 0));
  CALL(got[0].events);
  close(s[0]);
  /* nested */
  int inner = epoll_create1(0), p[2];
  pipe(p);
  CALL(add(inner, p[0], EPOLLIN, 3));
  CALL(add(ep, inner, EPOLLIN, 4));
  CALL(add(inner, ep, EPOLLIN, 5));
  CALL(epoll_wait(ep, got, 64, 0));
  write(p[1], "x", 1);
  CALL(epoll_wait(ep, got, 64, 1000));
  CALL(got[0].data.u64);
  struct pollfd pf = {ep, POLLIN, 0};
  CALL(poll(&pf, 1, 0));
  CALL(epoll_wait(inner, got, 64, 0));
  read(p[0], b, 1);
  CALL(poll(&pf, 1, 0));
  CALL(epoll_wait(ep, got, 64, 0));
  /* a duplicate keeps the watch of a closed descriptor */
  int copy = dup(p[0]);
  close(p[0]);
  write(p[1], "x", 1);
  CALL(epoll_wait(inner, got, 64, 0));
  close(copy);
  CALL(epoll_wait(inner, got, 64, 0));
  close(inner);
  close(p[1]);
  /* arguments */
  ev = eventfd(0, 0);
  CALL(add(ep, ev, EPOLLIN | EPOLLEXCLUSIVE, 1));
  e.events = EPOLLIN;
  CALL(epoll_ctl(ep, EPOLL_CTL_MOD, ev, &e));
  e.events = EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT;
  epoll_ctl(ep, EPOLL_CTL_DEL, ev, NULL);
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, ev, &e));
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, ev, NULL));
  CALL(epoll_ctl(-1, EPOLL_CTL_ADD, ev, NULL));
  CALL(epoll_wait(ep, got, -1, 0));
  CALL(epoll_wait(-1, got, 0, 0));
  CALL(epoll_wait(ep, BAD, 1, 0));
  CALL(epoll_wait(ep, got, 1 << 28, 0));
  add(ep, ev, EPOLLOUT, 1);
  CALL(epoll_wait(ep, BAD, 1, 0));
  close(ev);
  close(ep);
  setrlimit(RLIMIT_NOFILE, &before);
}
