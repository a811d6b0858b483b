/* fstat(2) of descriptors that are no files on disk. */
#include "../../case.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
static void show(const char *what, int fd) {
  struct stat s;
  if (fstat(fd, &s)) printf("%s: %s\n", what, strerrorname_np(errno));
  else printf("%s: type %o size %ld rdev %lx\n", what, s.st_mode & S_IFMT, (long)s.st_size, (long)s.st_rdev);
  close(fd);
}
CASE(stat_kinds) {
  int p[2];
  pipe(p), show("pipe", p[0]), show("pipe", p[1]);
  socketpair(AF_UNIX, SOCK_STREAM, 0, p), show("socket", p[0]), close(p[1]);
  show("null", open("/dev/null", O_RDONLY)), show("zero", open("/dev/zero", O_RDONLY)), show("full", open("/dev/full", O_RDONLY));
  show("random", open("/dev/random", O_RDONLY)), show("urandom", open("/dev/urandom", O_RDONLY));
  show("memfd", memfd_create("m", 0));
  show("eventfd", eventfd(0, 0));
  show("epoll", epoll_create1(0));
  show("proc", open("/proc/self/maps", O_RDONLY));
  show("closed", 99);
}
