/* What else pipes answer: lseek, pread, fsync, fstat, ftruncate, the wrong end. */
#include "../../case.h"
CASE(pipe_descriptors) {
  int p[2];
  char b[4];
  struct stat s, t;
  pipe(p);
  CALL(lseek(p[0], 0, SEEK_SET));
  CALL(pread(p[0], b, 1, 0));
  CALL(pwrite(p[1], b, 1, 0));
  CALL(fsync(p[1]));
  CALL(ftruncate(p[1], 0));
  CALL(read(p[1], b, 1));
  CALL(write(p[0], b, 1));
  fstat(p[0], &s), fstat(p[1], &t);
  printf("one inode %d, mode %o, links %ld\n", s.st_ino == t.st_ino && s.st_dev == t.st_dev, s.st_mode, (long)s.st_nlink);
  CALL(fchmod(p[0], 0640));
  fstat(p[1], &t);
  printf("%o\n", t.st_mode);
  char path[64];
  sprintf(path, "/proc/self/fd/%d", p[1]);
  int again = open(path, O_RDONLY | O_NONBLOCK);
  write(p[1], "abc", 3);
  CALL(read(again, b, 3));
  close(again);
  CALL(pipe(BAD));
  CALL(pipe2(p, O_APPEND));
  CALL(read(p[0], BAD, 0));
  write(p[1], "x", 1);
  CALL(read(p[0], BAD, 1));
  CALL(read(p[0], b, 1));
  close(p[0]), close(p[1]);
}
