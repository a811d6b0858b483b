/* readv(2), writev(2): partial, empty, too many, bad addresses. */
#include "../../case.h"
#include <sys/uio.h>
CASE(vectors) {
  char a[4] = {0}, b[8] = {0};
  int fd = file_with(NULL, "");
  struct iovec out[3] = {{"one", 3}, {NULL, 0}, {"three", 5}};
  struct iovec in[2] = {{a, 3}, {b, 7}};
  CALL(writev(fd, out, 3));
  lseek(fd, 0, SEEK_SET);
  CALL(readv(fd, in, 2));
  printf("%s %s\n", a, b);
  CALL(readv(fd, in, 2));
  CALL(readv(fd, in, 0));
  CALL(readv(fd, in, -1));
  CALL(readv(fd, in, 2000));
  CALL(writev(fd, BAD, 1));
  struct iovec bad[2] = {{"ok", 2}, {BAD, 5}};
  CALL(writev(fd, bad, 1));
  struct iovec huge[2] = {{a, SIZE_MAX / 2}, {b, SIZE_MAX / 2}};
  CALL(writev(fd, huge, 2));
  CALL(preadv(fd, in, 2, 1));
  printf("%.3s\n", a);
  CALL(pwritev(fd, out, 1, 100));
  CALL(lseek(fd, 0, SEEK_END));
  close(fd);
}
