/* RLIMIT_NOFILE: EMFILE for every kind of descriptor at the limit. */
#include "../../case.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
CASE(descriptor_limit) {
  struct rlimit old, small;
  int fd = file_with(NULL, ""), p[2], next = dup(fd);
  close(next);
  getrlimit(RLIMIT_NOFILE, &old);
  small = old;
  small.rlim_cur = next + 1;
  CALL(setrlimit(RLIMIT_NOFILE, &small));
  CALL(pipe(p));
  CALL(dup(fd) == next);
  CALL(dup(fd));
  CALL(open(".", O_RDONLY));
  CALL(eventfd(0, 0));
  CALL(epoll_create1(0));
  CALL(socket(AF_UNIX, SOCK_STREAM, 0));
  CALL(socketpair(AF_UNIX, SOCK_STREAM, 0, p));
  CALL(memfd_create("m", 0));
  CALL(fcntl(fd, F_DUPFD, 0));
  CALL(fcntl(fd, F_DUPFD, next + 1));
  CALL(dup2(fd, next + 1));
  CALL(dup2(fd, next) == next);
  small.rlim_cur = next;
  CALL(setrlimit(RLIMIT_NOFILE, &small));
  CALL(fcntl(next, F_GETFD));
  CALL(setrlimit(RLIMIT_NOFILE, &old));
  close(next), close(fd);
}
