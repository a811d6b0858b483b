/* What calls on paths say of descriptors that stand for no file (eventfd, epoll): they share an inode of their own. */
#include "../../case.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
CASE(descriptors_without_files) {
  int e = eventfd(0, 0), p = epoll_create1(0), s = socket(AF_UNIX, SOCK_STREAM, 0);
  struct stat a, b;
  struct statx x;
  CALL(fstat(e, &a));
  CALL(fstat(p, &b));
  printf("%o %o %d %d\n", a.st_mode, b.st_mode, a.st_ino == b.st_ino && a.st_dev == b.st_dev, (int)a.st_nlink);
  CALL(syscall(SYS_statx, e, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &x));
  printf("%o\n", x.stx_mode);
  CALL(syscall(SYS_statx, e, "", AT_EMPTY_PATH | 0x40000, STATX_BASIC_STATS, &x));
  CALL(syscall(SYS_statx, e, NULL, AT_EMPTY_PATH | 0x40000, STATX_BASIC_STATS, BAD));
  CALL(syscall(SYS_statx, e, "f", AT_EMPTY_PATH | 0x40000, STATX_BASIC_STATS, &x));
  CALL(syscall(SYS_newfstatat, AT_FDCWD, NULL, &a, AT_EMPTY_PATH));
  CALL(linkat(e, "", AT_FDCWD, "made", AT_EMPTY_PATH));
  CALL(linkat(e, "", AT_FDCWD, BAD, AT_EMPTY_PATH));
  CALL(linkat(e, "", AT_FDCWD, "none/made", AT_EMPTY_PATH));
  CALL(syscall(SYS_faccessat2, e, "", R_OK | W_OK, AT_EMPTY_PATH));
  CALL(syscall(SYS_faccessat2, e, "", X_OK, AT_EMPTY_PATH));
  CALL(fchmod(e, 0600));
  CALL(fchownat(e, "", 0, 0, AT_EMPTY_PATH));
  CALL(syscall(SYS_utimensat, e, NULL, NULL, 0));
  CALL(syscall(SYS_utimensat, e, "", NULL, AT_EMPTY_PATH));
  CALL(syscall(SYS_utimensat, s, NULL, NULL, 0));
  CALL(syscall(SYS_utimensat, s, NULL, NULL, AT_EMPTY_PATH));
  CALL(syscall(SYS_utimensat, 999, NULL, NULL, AT_EMPTY_PATH));
  CALL(syscall(SYS_readlinkat, e, "", &x, 10));
  CALL(fchdir(e));
  close(e), close(p), close(s);
}
