/* Epoll files may watch one another five deep, in whatever order they are put together. */
#include "../../case.h"
#include <sys/epoll.h>

static int watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN};
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

CASE(epoll_nested) {
  int chain[12], ends[2], refused = 0;
  struct epoll_event event;
  pipe(ends);
  for (int i = 0; i < 12; i++) chain[i] = epoll_create1(0);
  /* from the pipe upwards */
  CALL(watch(chain[0], ends[0]));
  CALL(watch(chain[1], chain[0]));
  CALL(watch(chain[2], chain[1]));
  CALL(watch(chain[3], chain[2]));
  CALL(watch(chain[4], chain[3]));
  CALL(watch(chain[5], chain[4]));
  CALL(watch(chain[6], chain[5]));
  CALL(watch(chain[0], chain[3]));
  CALL(write(ends[1], "x", 1));
  CALL(epoll_wait(chain[3], &event, 1, 0));
  for (int i = 0; i < 12; i++) close(chain[i]);
  close(ends[0]), close(ends[1]);
}
