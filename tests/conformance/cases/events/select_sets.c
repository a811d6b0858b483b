/* select(2) and pselect6(2): sets in and out, counts, times, descriptors that are closed. */
#include "../../case.h"
#include <sys/select.h>
CASE(select_sets) {
  int p[2], q[2];
  fd_set r, w, e;
  pipe(p), pipe(q);
  write(p[1], "x", 1);
  FD_ZERO(&r);
  FD_ZERO(&w);
  FD_ZERO(&e);
  FD_SET(p[0], &r), FD_SET(q[0], &r), FD_SET(p[1], &w), FD_SET(p[0], &e);
  struct timeval now = {0, 0};
  CALL(select(64, &r, &w, &e, &now));
  printf("%d %d %d %d\n", FD_ISSET(p[0], &r), FD_ISSET(q[0], &r), FD_ISSET(p[1], &w), FD_ISSET(p[0], &e));
  close(q[1]);
  FD_ZERO(&r); FD_SET(q[0], &r);
  CALL(select(64, &r, NULL, NULL, &now));
  FD_ZERO(&r); FD_SET(500, &r);
  CALL(select(501, &r, NULL, NULL, &now));
  CALL(select(500, &r, NULL, NULL, &now));
  CALL(select(-1, NULL, NULL, NULL, &now));
  struct timeval t = {0, 20000}, bad = {0, -1};
  struct timespec since, ts = {0, 20000000};
  clock_gettime(CLOCK_MONOTONIC, &since);
  CALL(select(0, NULL, NULL, NULL, &t));
  printf("%d, left %ld\n", elapsed_ms(&since) >= 19, (long)t.tv_usec);
  CALL(select(0, NULL, NULL, NULL, &bad));
  CALL(pselect(0, NULL, NULL, NULL, &ts, NULL));
  printf("%ld\n", (long)ts.tv_nsec);
  CALL(select(10, BAD, NULL, NULL, &now));
  FD_ZERO(&r); FD_SET(p[0], &r), FD_SET(p[1], &r);
  struct timeval later = {5, 0};
  CALL(select(64, &r, NULL, NULL, &later));
  printf("%d, left of it %d\n", FD_ISSET(p[1], &r), later.tv_sec >= 4);
  close(p[0]), close(p[1]), close(q[0]);
}
