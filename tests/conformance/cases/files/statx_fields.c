/* statx(2), fstatat(2): flags and the fields that are the same everywhere. */
#include "../../case.h"
CASE(statx_fields) {
  struct statx x;
  struct stat s;
  int fd = file_with("f", "0123456789");
  symlink("f", "l");
  CALL(statx(AT_FDCWD, "f", 0, STATX_BASIC_STATS, &x));
  printf("%o %lu %u %d\n", x.stx_mode, (long)x.stx_size, x.stx_nlink, (x.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
  CALL(statx(AT_FDCWD, "l", AT_SYMLINK_NOFOLLOW, STATX_TYPE, &x));
  CALL(S_ISLNK(x.stx_mode));
  CALL(statx(fd, "", AT_EMPTY_PATH, STATX_SIZE, &x));
  CALL(x.stx_size);
  CALL(statx(fd, "", 0, STATX_SIZE, &x));
  CALL(statx(AT_FDCWD, "f", 0x40000000, STATX_SIZE, &x));
  CALL(statx(AT_FDCWD, "f", 0, 0x80000000, &x));
  CALL(fstatat(AT_FDCWD, "l", &s, AT_SYMLINK_NOFOLLOW));
  CALL(s.st_size);
  CALL(fstatat(AT_FDCWD, "f", &s, 0x40000000));
  CALL(fstat(fd, &s));
  printf("%ld %d\n", (long)s.st_blksize, s.st_blocks > 0);
  CALL(s.st_uid == geteuid());
  stat("/dev/null", &s);
  printf("%o %lx\n", s.st_mode, (long)s.st_rdev);
  close(fd);
  unlink("f");
  unlink("l");
}
