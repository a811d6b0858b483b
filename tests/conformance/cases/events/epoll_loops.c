/* epoll in epoll: nesting works, loops are refused, and so are chains that are too deep. */
#include "../../case.h"
#include <poll.h>
#include <sys/epoll.h>
CASE(epoll_loops) {
  int a = epoll_create1(0), b = epoll_create1(0), c = epoll_create1(0), p[2], chain[8];
  struct epoll_event e = {EPOLLIN}, got;
  pipe(p);
  CALL(epoll_ctl(a, EPOLL_CTL_ADD, a, &e));
  CALL(epoll_ctl(a, EPOLL_CTL_ADD, b, &e));
  CALL(epoll_ctl(b, EPOLL_CTL_ADD, c, &e));
  CALL(epoll_ctl(b, EPOLL_CTL_ADD, a, &e));
  CALL(epoll_ctl(c, EPOLL_CTL_ADD, a, &e));
  CALL(epoll_ctl(c, EPOLL_CTL_ADD, p[0], &e));
  CALL(epoll_wait(a, &got, 1, 0));
  write(p[1], "x", 1);
  CALL(epoll_wait(a, &got, 1, 0));
  printf("%x\n", got.events);
  struct pollfd f = {b, POLLIN};
  CALL(poll(&f, 1, 0));
  read(p[0], &e, 1);
  CALL(poll(&f, 1, 0));
  CALL(epoll_wait(a, &got, 1, 0));
  close(a), close(b), close(c);
  for (int i = 0; i < 8; i++) chain[i] = epoll_create1(0);
  e.events = EPOLLIN;
  for (int i = 0; i < 7; i++) printf("%d: ", i), CALL(epoll_ctl(chain[i + 1], EPOLL_CTL_ADD, chain[i], &e));
  for (int i = 0; i < 8; i++) close(chain[i]);
  close(p[0]), close(p[1]);
}
