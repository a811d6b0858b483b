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
  FD_ZERO(&in);
  FD_SET(900, &in);
  CALL(select(1000, &in, NULL, NULL, &now));
}
