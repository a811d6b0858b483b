/* O_DIRECT pipes: a write is a packet, and what a read leaves of it is lost. */
#include "../../case.h"
#include <sys/ioctl.h>
CASE(pipe_packets) {
  int p[2], n;
  char b[16] = {0};
  pipe2(p, O_DIRECT | O_NONBLOCK);
  printf("%o\n", fcntl(p[1], F_GETFL) & O_DIRECT);
  CALL(write(p[1], "first", 5));
  CALL(write(p[1], "second", 6));
  CALL(ioctl(p[0], FIONREAD, &n));
  CALL(n);
  CALL(read(p[0], b, 3));
  CALL(read(p[0], b, 16));
  puts(b);
  CALL(read(p[0], b, 16));
  static char big[10000];
  CALL(write(p[1], big, 10000));
  CALL(read(p[0], big, 10000));
  CALL(read(p[0], big, 10000));
  CALL(read(p[0], big, 10000));
  CALL(read(p[0], big, 10000));
  CALL(fcntl(p[1], F_SETFL, O_NONBLOCK));
  write(p[1], "a", 1), write(p[1], "b", 1);
  CALL(read(p[0], b, 16));
  CALL(fcntl(p[1], F_SETFL, O_NONBLOCK | O_DIRECT));
  write(p[1], "c", 1), write(p[1], "d", 1);
  CALL(read(p[0], b, 16));
  close(p[0]), close(p[1]);
}
