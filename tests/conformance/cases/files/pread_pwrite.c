/* pread(2), pwrite(2): the position stays; beyond the end; on pipes. */
#include "../../case.h"
CASE(pread_pwrite) {
  char b[16] = {0};
  int fd = file_with(NULL, "0123456789");
  CALL(pread(fd, b, 4, 8));
  CALL(pread(fd, b, 4, 10));
  CALL(pread(fd, b, 4, 1000));
  CALL(pread(fd, b, 4, -1));
  CALL(pwrite(fd, "x", 1, 20));
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(lseek(fd, 0, SEEK_END));
  CALL(pread(fd, BAD, 4, 0));
  CALL(pwrite(fd, BAD, 4, 0));
  close(fd);
  int p[2];
  pipe(p);
  CALL(pread(p[0], b, 1, 0));
  CALL(pwrite(p[1], b, 1, 0));
  close(p[0]);
  close(p[1]);
}
