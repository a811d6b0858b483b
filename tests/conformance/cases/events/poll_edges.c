/* poll(2) of nothing at an address where nothing can be; select(2) of descriptors that only name a place, or lie past the table. */
#include "../../case.h"
#include <poll.h>
#include <sys/select.h>
CASE(poll_edges) {
  CALL(syscall(SYS_poll, NULL, 0, 0));
  CALL(syscall(SYS_poll, (void *)0x10, 0, 0));
  CALL(syscall(SYS_poll, (void *)0x8000000000000000, 0, 0));
  CALL(syscall(SYS_poll, (void *)-1l, 0, 10));
  int fd = open(".", O_PATH);
  struct timeval now = {0, 0};
  fd_set in, out, other;
  FD_ZERO(&in);
  FD_ZERO(&out);
  FD_ZERO(&other);
  FD_SET(fd, &in);
  FD_SET(fd, &out);
  FD_SET(fd, &other);
  CALL(select(fd + 1, &in, &out, &other, &now));
  close(fd);
  FD_SET(fd, &in);
  CALL(select(fd + 1, &in, NULL, NULL, &now));
  static unsigned long many[1 << 15];
  many[(1 << 15) - 1] = 1;
  CALL(select(1 << 21, (fd_set *)many, NULL, NULL, &now));
  int p[2];
  pipe(p);
  close(p[1]);
  FD_ZERO(&in);
  FD_ZERO(&out);
  FD_ZERO(&other);
  FD_SET(p[0], &out);
  FD_SET(p[0], &other);
  CALL(select(p[0] + 1, NULL, &out, &other, &now));
  now.tv_usec = 1000;
  CALL(select(p[0] + 1, NULL, &out, &other, &now));
  FD_SET(p[0], &in);
  CALL(select(p[0] + 1, &in, &out, &other, NULL));
  close(p[0]);
}
