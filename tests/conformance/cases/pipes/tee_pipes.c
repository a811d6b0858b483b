/* tee(2): duplicates what is in a pipe without taking it. */
#include "../../case.h"
CASE(tee_pipes) {
  int p[2], q[2];
  char b[16] = {0};
  pipe(p), pipe2(q, O_NONBLOCK);
  write(p[1], "tee", 3);
  CALL(tee(p[0], q[1], 2, 0));
  CALL(tee(p[0], q[1], 100, 0));
  CALL(read(q[0], b, 16));
  puts(b);
  CALL(read(p[0], b, 16));
  CALL(tee(p[0], q[1], 1, SPLICE_F_NONBLOCK));
  CALL(tee(p[0], p[1], 1, 0));
  int fd = file_with(NULL, "x");
  CALL(tee(fd, q[1], 1, 0));
  CALL(tee(p[0], fd, 1, 0));
  CALL(tee(p[1], q[1], 1, 0));
  CALL(tee(99, q[1], 1, 0));
  CALL(tee(p[0], q[1], 1, 0x100));
  CALL(tee(p[0], q[1], 0, 0));
  close(p[1]);
  CALL(tee(p[0], q[1], 1, 0));
  close(fd), close(p[0]), close(q[0]), close(q[1]);
}
