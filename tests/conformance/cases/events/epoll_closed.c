/* A watch belongs to the open file: it outlives its descriptor while a duplicate is open. */
#include "../../case.h"
#include <sys/epoll.h>
CASE(epoll_closed) {
  int p[2], ep = epoll_create1(0), copy;
  struct epoll_event e = {EPOLLIN, {.fd = 1}}, got;
  pipe(p), copy = dup(p[0]);
  epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &e);
  e.data.fd = 2;
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, copy, &e));
  close(p[0]);
  write(p[1], "x", 1);
  struct epoll_event all[4];
  CALL(epoll_wait(ep, all, 4, 0));
  CALL(epoll_ctl(ep, EPOLL_CTL_DEL, p[0], NULL));
  CALL(epoll_ctl(ep, EPOLL_CTL_DEL, copy, NULL));
  CALL(epoll_wait(ep, &got, 1, 0));
  printf("the watch by the closed number: %d\n", got.data.fd);
  CALL(dup2(copy, p[0]) == p[0]);
  CALL(epoll_ctl(ep, EPOLL_CTL_DEL, p[0], NULL));
  CALL(epoll_wait(ep, &got, 1, 0));
  close(copy), close(p[0]), close(p[1]), close(ep);
}
