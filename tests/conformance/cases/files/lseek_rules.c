/* lseek(2): past the end, negative, holes, pipes. */
#include "../../case.h"
CASE(lseek_rules) {
  char b[16];
  int fd = file_with(NULL, "0123456789");
  CALL(lseek(fd, 4, SEEK_SET));
  CALL(lseek(fd, -2, SEEK_CUR));
  CALL(lseek(fd, -1, SEEK_END));
  CALL(lseek(fd, -20, SEEK_END));
  CALL(lseek(fd, 0, 77));
  CALL(lseek(fd, 100, SEEK_SET));
  CALL(read(fd, b, 16));
  CALL(write(fd, "z", 1));
  CALL(lseek(fd, 0, SEEK_END));
  CALL(pread(fd, b, 16, 90));
  for (int i = 0; i < 11; i++) printf("%d ", b[i]);
  puts("");
  CALL(lseek(fd, 500, SEEK_DATA));
  CALL(lseek(fd, INT64_MAX, SEEK_SET) >= 0 || errno == EINVAL);
  close(fd);
  CALL(lseek(fd, 0, SEEK_SET));
  int p[2];
  pipe(p);
  CALL(lseek(p[0], 0, SEEK_SET));
  close(p[0]);
  close(p[1]);
}
