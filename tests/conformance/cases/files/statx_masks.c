/* statx(2): masks, flags, the fields that match stat(2). */
#include "../../case.h"
CASE(statx_masks) {
  struct statx x;
  struct stat s;
  int fd = file_with("sx", "0123456789");
  fstat(fd, &s);
  CALL(statx(AT_FDCWD, "sx", 0, STATX_BASIC_STATS, &x));
  printf("%d %o %ld %d\n", (x.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS, x.stx_mode, (long)x.stx_size, x.stx_nlink);
  printf("%d %d %d\n", x.stx_ino == s.st_ino, x.stx_mtime.tv_sec == s.st_mtim.tv_sec && x.stx_mtime.tv_nsec == s.st_mtim.tv_nsec, x.stx_blksize == s.st_blksize);
  CALL(statx(fd, "", AT_EMPTY_PATH, STATX_SIZE, &x));
  printf("%ld\n", (long)x.stx_size);
  symlink("sx", "sl");
  CALL(statx(AT_FDCWD, "sl", AT_SYMLINK_NOFOLLOW, STATX_TYPE, &x));
  printf("%d\n", S_ISLNK(x.stx_mode));
  CALL(statx(AT_FDCWD, "sx", AT_STATX_FORCE_SYNC, STATX_SIZE, &x));
  CALL(statx(AT_FDCWD, "sx", AT_STATX_DONT_SYNC, STATX_SIZE, &x));
  CALL(statx(AT_FDCWD, "sx", AT_STATX_FORCE_SYNC | AT_STATX_DONT_SYNC, STATX_SIZE, &x));
  CALL(statx(AT_FDCWD, "sx", 0x10000, STATX_SIZE, &x));
  CALL(statx(AT_FDCWD, "sx", 0, 0x80000000, &x));
  CALL(statx(AT_FDCWD, "", 0, STATX_SIZE, &x));
  CALL(statx(AT_FDCWD, "missing", 0, STATX_SIZE, &x));
  CALL(statx(99, "sx", 0, STATX_SIZE, &x));
  CALL(statx(AT_FDCWD, "sx", 0, STATX_SIZE, BAD));
  close(fd), unlink("sx"), unlink("sl");
}
