/* flock(2) of eventfds and their like: they are one inode's, so a lock of one keeps the others out until it is closed. */
#include "../../case.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/timerfd.h>
CASE(flock_anonymous) {
  int e = eventfd(0, 0), t = timerfd_create(CLOCK_MONOTONIC, 0), p = epoll_create1(0);
  CALL(flock(e, LOCK_EX | LOCK_NB));
  CALL(flock(t, LOCK_EX | LOCK_NB));
  CALL(flock(p, LOCK_SH | LOCK_NB));
  close(e);
  CALL(flock(t, LOCK_SH | LOCK_NB));
  CALL(flock(p, LOCK_SH | LOCK_NB));
  CALL(flock(p, LOCK_EX | LOCK_NB));
  CALL(flock(t, LOCK_UN));
  CALL(flock(p, LOCK_EX | LOCK_NB));
  close(t), close(p);
}
