/*
 * What can be mapped: not directories, pipes, sockets, event descriptors, files of /proc or descriptors of O_PATH. What stands in
 * no directory, or in /proc, is on a filesystem without execution: that is told first.
 */
#include "../../memory.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#define TRY(what) (fd = (what), WORKS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0)), WORKS(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0)), \
                   WORKS(mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0)),                                                 \
                   WORKS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED, fd, -PAGE)), close(fd))
CASE(file_kinds) {
  int fd, p[2];
  TRY(open(".", O_RDONLY));
  pipe(p);
  TRY(dup(p[0]));
  TRY(dup(p[1]));
  close(p[0]), close(p[1]);
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  TRY(dup(p[0]));
  close(p[0]), close(p[1]);
  TRY(eventfd(0, 0));
  TRY(epoll_create1(0));
  TRY(timerfd_create(CLOCK_MONOTONIC, 0));
  TRY(open("/dev/null", O_RDWR));
  TRY(open("/proc/self/maps", O_RDONLY));
  TRY(open("/sys/devices/system/cpu/online", O_RDONLY));
  TRY(memfd_create("m", 0));
  close(file_with("path-only", "x"));
  TRY(open("path-only", O_PATH));
  unlink("path-only");
  WORKS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, -1, 0));
}
