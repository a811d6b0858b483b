/* utimensat(2): exact times, UTIME_NOW, UTIME_OMIT; what changes mtime. */
#include "../../case.h"
CASE(file_times) {
  struct stat s, t;
  int fd = file_with("f", "abc");
  struct timespec ts[2] = {{100, 5}, {200, 7}};
  CALL(utimensat(AT_FDCWD, "f", ts, 0));
  stat("f", &s);
  printf("%ld %ld %ld %ld\n", s.st_atim.tv_sec, s.st_atim.tv_nsec, s.st_mtim.tv_sec, s.st_mtim.tv_nsec);
  ts[0].tv_nsec = UTIME_OMIT;
  ts[1].tv_sec = 300, ts[1].tv_nsec = 0;
  CALL(futimens(fd, ts));
  stat("f", &s);
  printf("%ld %ld\n", s.st_atim.tv_sec, s.st_mtim.tv_sec);
  ts[1].tv_nsec = UTIME_NOW;
  CALL(futimens(fd, ts));
  stat("f", &s);
  CALL(s.st_mtim.tv_sec > 1700000000);
  ts[1].tv_nsec = 2000000000;
  CALL(futimens(fd, ts));
  CALL(utimensat(AT_FDCWD, "missing", NULL, 0));
  ts[0].tv_nsec = ts[1].tv_nsec = ts[0].tv_sec = ts[1].tv_sec = 0;
  futimens(fd, ts);
  CALL(write(fd, "x", 1));
  fstat(fd, &t);
  CALL(t.st_mtim.tv_sec > 1700000000);
  futimens(fd, ts);
  chmod("f", 0600);
  fstat(fd, &t);
  CALL(t.st_mtim.tv_sec);
  CALL(t.st_ctim.tv_sec > 1700000000);
  close(fd);
  unlink("f");
}
