/* truncate(2), ftruncate(2): growth reads as zeros, shrinking cuts, refusals. */
#include "../../case.h"
CASE(truncation) {
  char b[16];
  struct stat s;
  int fd = file_with("f", "0123456789");
  CALL(ftruncate(fd, 4));
  CALL(ftruncate(fd, 8));
  CALL(pread(fd, b, 16, 0));
  printf("%.4s %d %d\n", b, b[4], b[7]);
  CALL(truncate("f", 100000));
  CALL(fstat(fd, &s));
  CALL(s.st_size);
  CALL(ftruncate(fd, -1));
  CALL(truncate("missing", 0));
  CALL(truncate(".", 0));
  CALL(truncate(BAD, 0));
  int r = open("f", O_RDONLY);
  CALL(ftruncate(r, 0));
  close(r);
  close(fd);
  CALL(ftruncate(fd, 0));
  unlink("f");
}
