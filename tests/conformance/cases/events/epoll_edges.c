/* EPOLLET: one report for each arrival, however much is left. */
#include "../../case.h"
#include <sys/epoll.h>
static int ep;
static void wait_now(void) {
  struct epoll_event e[4];
  int n = epoll_wait(ep, e, 4, 0);
  printf("%d", n);
  for (int i = 0; i < n; i++) printf(" %d:%x", e[i].data.fd < 0 ? -1 : 0, e[i].events);
  printf("\n");
}
CASE(epoll_edges) {
  int p[2];
  char b[8];
  struct epoll_event e = {EPOLLIN | EPOLLET};
  pipe(p), ep = epoll_create1(0);
  epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e);
  wait_now();
  write(p[1], "ab", 2), wait_now(), wait_now();
  write(p[1], "c", 1), wait_now(), wait_now();
  read(p[0], b, 1), wait_now();
  write(p[1], "d", 1), write(p[1], "e", 1), wait_now(), wait_now();
  read(p[0], b, 8), wait_now();
  write(p[1], "f", 1), read(p[0], b, 8), wait_now();
  CALL(epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &e));
  wait_now();
  write(p[1], "g", 1), wait_now();
  CALL(epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &e));
  wait_now(), wait_now();
  close(p[1]), wait_now(), wait_now();
  close(p[0]), close(ep);
}
