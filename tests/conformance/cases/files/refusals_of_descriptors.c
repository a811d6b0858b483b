/* Calls on descriptors of another kind, and on ones that only name a place: which error it is. */
#include "../../case.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/vfs.h>
CASE(refusals_of_descriptors) {
  int f = file_with("f", "text"), place = open("f", O_PATH), event = eventfd(1, 0), epoll = epoll_create1(0);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK), n;
  struct statfs s;
  struct epoll_event e = {0};
  CALL(fchmod(event, 0600));
  CALL(fchmod(place, 0600));
  CALL(fstatfs(event, &s));
  CALL(fallocate(event, 0, 0, 1));
  CALL(fallocate(f, 0x18, 0, 1));
  CALL(fallocate(place, 0, 0, 1));
  CALL(ftruncate(place, 0));
  CALL(writev(timer, NULL, 0));
  CALL(ioctl(epoll, 12345));
  CALL(ioctl(f, FIONREAD, &n));
  CALL(n);
  CALL(ioctl(place, FIONREAD, &n));
  CALL(fcntl(place, F_GETLK, &n));
  CALL(epoll_ctl(epoll, EPOLL_CTL_ADD, place, &e));
  CALL(epoll_ctl(place, EPOLL_CTL_ADD, event, &e));
  CALL(epoll_ctl(f, EPOLL_CTL_ADD, f, &e));
  CALL(copy_file_range(event, NULL, f, NULL, 1, 0));
  CALL(copy_file_range(place, NULL, f, NULL, 1, 1));
  CALL(copy_file_range(f, (void *)8, f, NULL, 1, 1));
  CALL(readahead(f, 0, -1));
  CALL(flock(f, 32 | 64));
  CALL(fcntl(f, F_GETLEASE));
  CALL(dup3(99, 99, 0));
  close(open("f", 3));
  CALL(read(open("f", 3), &n, 1));
  close(f), close(place), close(event), close(epoll), close(timer);
  unlink("f");
}
