/* utimensat(2): UTIME_NOW, UTIME_OMIT, links, null, odd nanoseconds. */
#include "../../case.h"
#include <sys/time.h>
static void show(const char *name) {
  struct stat s;
  lstat(name, &s);
  printf("%s: %ld.%09ld %ld.%09ld\n", name, (long)s.st_atim.tv_sec % 10000000, s.st_atim.tv_nsec, (long)s.st_mtim.tv_sec % 10000000, s.st_mtim.tv_nsec);
}
CASE(times_set) {
  int fd = file_with("t", "");
  symlink("t", "l");
  struct timespec t[2] = {{100, 5}, {200, 999999999}}, omit[2] = {{1, UTIME_OMIT}, {300, 7}}, both[2] = {{0, UTIME_OMIT}, {0, UTIME_OMIT}};
  struct timespec bad[2] = {{0, 1000000000}, {0, 0}}, now[2] = {{0, UTIME_NOW}, {0, UTIME_OMIT}};
  CALL(utimensat(AT_FDCWD, "t", t, 0)), show("t");
  CALL(utimensat(AT_FDCWD, "t", omit, 0)), show("t");
  CALL(utimensat(AT_FDCWD, "t", both, 0)), show("t");
  CALL(futimens(fd, t)), show("t");
  CALL(utimensat(AT_FDCWD, "l", omit, AT_SYMLINK_NOFOLLOW)), show("t");
  CALL(utimensat(AT_FDCWD, "t", bad, 0));
  CALL(utimensat(AT_FDCWD, "missing", t, 0));
  CALL(utimensat(AT_FDCWD, "missing", both, 0));
  CALL(utimensat(AT_FDCWD, "t", t, 0x8000));
  CALL(utimensat(AT_FDCWD, "t", BAD, 0));
  CALL(futimens(99, t));
  struct stat s;
  CALL(utimensat(AT_FDCWD, "t", now, 0));
  stat("t", &s);
  printf("now %d, kept %ld\n", s.st_atim.tv_sec > 1000000, (long)s.st_mtim.tv_sec);
  CALL(utimensat(AT_FDCWD, "t", NULL, 0));
  stat("t", &s);
  printf("now %d\n", s.st_mtim.tv_sec > 1000000);
  struct timeval v[2] = {{400, 123456}, {500, 0}}, late[2] = {{0, 1000000}, {0, 0}};
  CALL(utimes("t", v)), show("t");
  CALL(utimes("t", late));
  close(fd), unlink("t"), unlink("l");
}
