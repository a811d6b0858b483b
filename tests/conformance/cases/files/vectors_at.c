/* preadv2(2) and pwritev2(2): offset -1, RWF_APPEND, RWF_NOWAIT, RWF_DSYNC, unknown flags. */
#include "../../case.h"
#include <sys/uio.h>
CASE(vectors_at) {
  int fd = file_with(NULL, "0123456789");
  char a[4] = {0}, b[8] = {0};
  struct iovec v[2] = {{a, 3}, {b, 7}}, w = {"XY", 2};
  CALL(preadv2(fd, v, 2, 4, 0));
  printf("%s %s\n", a, b);
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(preadv2(fd, v, 1, -1, 0));
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(pwritev2(fd, &w, 1, 0, RWF_APPEND));
  CALL(lseek(fd, 0, SEEK_END));
  CALL(pwritev2(fd, &w, 1, -1, RWF_DSYNC));
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(pwritev2(fd, &w, 1, 5, RWF_SYNC));
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(preadv2(fd, v, 2, 0, 0x100000));
  CALL(preadv2(fd, v, 2, -2, 0));
  CALL(preadv(fd, v, 2, -1));
  CALL(preadv2(fd, v, 1025, 0, 0));
  int p[2];
  pipe(p);
  CALL(preadv2(p[0], v, 1, -1, RWF_NOWAIT));
  CALL(preadv2(p[0], v, 1, 0, 0));
  write(p[1], "pipe", 4);
  CALL(preadv2(p[0], v, 1, -1, RWF_NOWAIT));
  close(p[0]), close(p[1]), close(fd);
}
