/* poll(2), select(2): readiness of pipes and files, closed descriptors, timeouts. */
#include "../../case.h"
#include <poll.h>
#include <sys/select.h>
static void events(const char *what, struct pollfd *p, int n, int timeout) {
  int r = poll(p, n, timeout);
  printf("%s: %d", what, r);
  for (int i = 0; i < n; i++) printf(" %x", p[i].revents);
  puts("");
}
CASE(polling) {
  int p[2];
  char c;
  pipe(p);
  int fd = file_with(NULL, "x");
  struct pollfd f[4] = {{p[0], POLLIN, 0}, {p[1], POLLOUT, 0}, {fd, POLLIN | POLLOUT, 0}, {-1, POLLIN, 9}};
  events("empty pipe", f, 4, 0);
  write(p[1], "x", 1);
  events("full pipe", f, 2, 1000);
  read(p[0], &c, 1);
  struct timespec start;
  clock_gettime(CLOCK_MONOTONIC, &start);
  events("timeout", f, 1, 60);
  CALL(elapsed_ms(&start) >= 60);
  fd_set r, w;
  FD_ZERO(&r);
  FD_ZERO(&w);
  FD_SET(p[0], &r);
  FD_SET(p[1], &w);
  FD_SET(fd, &r);
  struct timeval tv = {0, 0};
  CALL(select(fd + 1, &r, &w, NULL, &tv));
  printf("%d %d %d\n", FD_ISSET(p[0], &r) != 0, FD_ISSET(p[1], &w) != 0, FD_ISSET(fd, &r) != 0);
  close(p[1]);
  events("writer gone", f, 1, -1);
  FD_ZERO(&r);
  FD_SET(p[0], &r);
  CALL(select(p[0] + 1, &r, NULL, NULL, NULL));
  events("closed", f + 1, 1, 0);
  FD_ZERO(&r);
  FD_SET(p[1], &r);
  CALL(select(p[1] + 1, &r, NULL, NULL, &tv));
  CALL(select(-1, NULL, NULL, NULL, &tv));
  tv.tv_usec = 20000;
  CALL(select(0, NULL, NULL, NULL, &tv));
  tv.tv_sec = -1;
  CALL(select(0, NULL, NULL, NULL, &tv));
  close(p[0]);
  pipe(p);
  close(p[0]);
  f[1].fd = p[1];
  events("reader gone", f + 1, 1, 0);
  close(p[1]);
  close(fd);
}
