/* SO_RCVTIMEO and SO_SNDTIMEO. */
#include "../../case.h"
#include <sys/socket.h>
#include <sys/time.h>
CASE(socket_timeouts) {
  int p[2];
  char b[4096];
  struct timeval t = {0, 30000}, got, bad = {0, 1000000}, none = {0, 0};
  socklen_t n = sizeof got;
  struct timespec since;
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  CALL(setsockopt(p[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
  CALL(getsockopt(p[0], SOL_SOCKET, SO_RCVTIMEO, &got, &n));
  printf("%ld.%06ld\n", (long)got.tv_sec, (long)got.tv_usec / 10000 * 10000);
  clock_gettime(CLOCK_MONOTONIC, &since);
  CALL(recv(p[0], b, 1, 0));
  printf("waited %d\n", elapsed_ms(&since) >= 25);
  CALL(setsockopt(p[0], SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t));
  while (send(p[0], b, sizeof b, 0) > 0);
  printf("%s\n", strerrorname_np(errno));
  CALL(setsockopt(p[0], SOL_SOCKET, SO_RCVTIMEO, &bad, sizeof bad));
  CALL(setsockopt(p[0], SOL_SOCKET, SO_RCVTIMEO, &t, 4));
  CALL(setsockopt(p[0], SOL_SOCKET, SO_RCVTIMEO, &none, sizeof none));
  CALL(getsockopt(p[0], SOL_SOCKET, SO_RCVTIMEO, &got, &n));
  printf("%ld.%06ld\n", (long)got.tv_sec, (long)got.tv_usec);
  close(p[0]), close(p[1]);
}
