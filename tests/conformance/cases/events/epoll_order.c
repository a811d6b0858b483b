/* epoll_wait(2) with fewer places than events goes round: nobody starves. */
#include "../../case.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
CASE(epoll_order) {
  int ep = epoll_create1(0), fds[6], seen[6] = {0};
  struct epoll_event e = {EPOLLIN}, got[2];
  for (int i = 0; i < 6; i++) {
    fds[i] = eventfd(1, 0);
    e.data.u32 = i;
    epoll_ctl(ep, EPOLL_CTL_ADD, fds[i], &e);
  }
  for (int round = 0; round < 3; round++) {
    int n = epoll_wait(ep, got, 2, 0);
    for (int i = 0; i < n; i++) seen[got[i].data.u32]++;
  }
  for (int i = 0; i < 6; i++) printf("%d", seen[i]);
  printf("\n");
  CALL(epoll_wait(ep, got, 0, 0));
  CALL(epoll_wait(ep, got, -1, 0));
  CALL(epoll_wait(ep, BAD, 1, 0));
  CALL(epoll_wait(99, got, 1, 0));
  CALL(epoll_wait(fds[0], got, 1, 0));
  CALL(epoll_create(0));
  for (int i = 0; i < 6; i++) close(fds[i]);
  CALL(epoll_wait(ep, got, 2, 0));
  close(ep);
}
