/* vmsplice(2): memory into a pipe, and a pipe into memory. */
#include "../../case.h"
#include <sys/uio.h>
CASE(vmsplice_pipes) {
  int p[2];
  char b[16] = {0}, c[8] = {0};
  struct iovec v[2] = {{"abc", 3}, {"defg", 4}}, in[2] = {{b, 2}, {c, 8}};
  pipe2(p, O_NONBLOCK);
  CALL(vmsplice(p[1], v, 2, 0));
  CALL(vmsplice(p[0], in, 2, 0));
  printf("%s %s\n", b, c);
  CALL(vmsplice(p[0], in, 2, SPLICE_F_NONBLOCK));
  CALL(vmsplice(p[1], v, 0, 0));
  CALL(vmsplice(p[1], v, 2, 0x100));
  CALL(vmsplice(p[1], v, 1025, 0));
  CALL(vmsplice(p[1], BAD, 1, 0));
  int fd = file_with(NULL, "");
  CALL(vmsplice(fd, v, 1, 0));
  CALL(vmsplice(99, v, 1, 0));
  close(fd), close(p[0]), close(p[1]);
}
