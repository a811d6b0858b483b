/* EPOLLEXCLUSIVE: with what it goes, and that it cannot be changed. */
#include "../../case.h"
#include <sys/epoll.h>
CASE(epoll_exclusive) {
  int p[2], ep = epoll_create1(0), in = epoll_create1(0);
  struct epoll_event e = {EPOLLIN | EPOLLEXCLUSIVE}, got;
  pipe(p);
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e));
  CALL(epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &e));
  e.events = EPOLLIN;
  CALL(epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &e));
  write(p[1], "x", 1);
  CALL(epoll_wait(ep, &got, 1, 0));
  CALL(epoll_ctl(ep, EPOLL_CTL_DEL, p[0], NULL));
  e.events = EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT;
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e));
  e.events = EPOLLIN | EPOLLEXCLUSIVE | EPOLLRDHUP;
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e));
  e.events = EPOLLIN | EPOLLEXCLUSIVE | EPOLLET | EPOLLWAKEUP;
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e));
  e.events = EPOLLIN | EPOLLEXCLUSIVE;
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, in, &e));
  close(p[0]), close(p[1]), close(ep), close(in);
}
