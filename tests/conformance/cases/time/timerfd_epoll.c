/* A timerfd in an epoll: level-triggered until it is read, edge-triggered once for each expiration. */
#include "../../case.h"
#include <sys/epoll.h>
#include <sys/timerfd.h>
CASE(timerfd_epoll) {
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK), ep = epoll_create1(0);
  struct itimerspec s = {{0, 0}, in_ms(5)};
  struct epoll_event e = {.events = EPOLLIN}, got;
  uint64_t n;
  epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
  CALL(epoll_wait(ep, &got, 1, 0));
  timerfd_settime(fd, 0, &s, NULL);
  CALL(epoll_wait(ep, &got, 1, 5000));
  CALL(epoll_wait(ep, &got, 1, 0));
  CALL(read(fd, &n, 8));
  CALL(epoll_wait(ep, &got, 1, 0));
  e.events = EPOLLIN | EPOLLET;
  epoll_ctl(ep, EPOLL_CTL_MOD, fd, &e);
  timerfd_settime(fd, 0, &s, NULL);
  CALL(epoll_wait(ep, &got, 1, 5000));
  CALL(epoll_wait(ep, &got, 1, 0));
  close(fd), close(ep);
}
