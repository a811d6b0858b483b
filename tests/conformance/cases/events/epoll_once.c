/* EPOLLONESHOT: disabled after one report until it is armed again; errors are not reported either meanwhile. */
#include "../../case.h"
#include <sys/epoll.h>
CASE(epoll_once) {
  int p[2], ep = epoll_create1(0);
  char b[8];
  struct epoll_event e = {EPOLLIN | EPOLLONESHOT, {.u64 = 0x1234567890abcdef}}, got;
  pipe(p);
  epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e);
  write(p[1], "a", 1);
  CALL(epoll_wait(ep, &got, 1, 0));
  printf("%x %lx\n", got.events, (long)got.data.u64);
  write(p[1], "b", 1);
  CALL(epoll_wait(ep, &got, 1, 0));
  close(p[1]);
  CALL(epoll_wait(ep, &got, 1, 0));
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e));
  CALL(epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &e));
  CALL(epoll_wait(ep, &got, 1, 0));
  printf("%x\n", got.events);
  e.events = 0;
  CALL(epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &e));
  CALL(epoll_wait(ep, &got, 1, 0));
  printf("%x\n", got.events);
  close(p[0]), close(ep);
}
