/* splice(2): between files and pipes, offsets, flags, and what cannot be spliced. */
#include "../../case.h"
CASE(splice_pipes) {
  int p[2], q[2], fd = file_with(NULL, "0123456789"), to = file_with(NULL, "");
  char b[32] = {0};
  off_t at = 3;
  pipe(p), pipe2(q, O_NONBLOCK);
  CALL(splice(fd, &at, p[1], NULL, 4, 0));
  CALL(at);
  CALL(splice(fd, NULL, p[1], NULL, 2, SPLICE_F_MOVE));
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(splice(p[0], NULL, q[1], NULL, 100, 0));
  CALL(read(q[0], b, 32));
  puts(b);
  write(p[1], "to the file", 11);
  at = 2;
  CALL(splice(p[0], NULL, to, &at, 6, 0));
  CALL(at);
  CALL(splice(p[0], NULL, to, NULL, 100, 0));
  CALL(lseek(to, 0, SEEK_CUR));
  memset(b, 0, 32), pread(to, b, 32, 0);
  printf("%s\n", b);
  CALL(splice(p[0], NULL, to, NULL, 1, SPLICE_F_NONBLOCK));
  CALL(splice(fd, NULL, to, NULL, 1, 0));
  CALL(splice(p[0], &at, to, NULL, 1, 0));
  CALL(splice(fd, NULL, p[1], &at, 1, 0));
  CALL(splice(p[0], NULL, p[1], NULL, 1, 0));
  CALL(splice(p[1], NULL, to, NULL, 1, 0));
  CALL(splice(99, NULL, p[1], NULL, 1, 0));
  CALL(splice(fd, NULL, p[1], NULL, 1, 0x100));
  CALL(splice(fd, NULL, p[1], NULL, 0, 0));
  CALL(splice(fd, BAD, p[1], NULL, 1, 0));
  lseek(fd, 0, SEEK_END);
  CALL(splice(fd, NULL, p[1], NULL, 10, 0));
  fcntl(to, F_SETFL, O_APPEND);
  write(p[1], "x", 1);
  CALL(splice(p[0], NULL, to, NULL, 1, 0));
  close(p[0]), close(p[1]), close(q[0]), close(q[1]), close(fd), close(to);
}
