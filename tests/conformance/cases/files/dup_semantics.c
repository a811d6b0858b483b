/* dup(2): descriptors share the position and status flags, not close-on-exec; the lowest number is given out. */
#include "../../case.h"
CASE(dup_semantics) {
  char b[4];
  int fd = file_with(NULL, "0123456789");
  int copy = dup(fd);
  CALL(copy > fd);
  CALL(read(fd, b, 3));
  CALL(lseek(copy, 0, SEEK_CUR));
  CALL(fcntl(copy, F_SETFL, O_NONBLOCK));
  CALL((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
  CALL(fcntl(copy, F_SETFD, FD_CLOEXEC));
  CALL(fcntl(fd, F_GETFD));
  CALL(fcntl(copy, F_GETFD));
  CALL(dup2(fd, copy) == copy);
  CALL(fcntl(copy, F_GETFD));
  CALL(dup3(fd, 100, O_CLOEXEC));
  CALL(fcntl(100, F_GETFD));
  CALL(dup3(fd, fd, 0));
  CALL(dup2(fd, fd) == fd);
  CALL(fcntl(fd, F_DUPFD, 200));
  CALL(fcntl(fd, F_DUPFD_CLOEXEC, 200));
  CALL(fcntl(fd, F_DUPFD, 1 << 30));
  CALL(syscall(SYS_close_range, 100, 300, 0));
  CALL(fcntl(200, F_GETFD));
  CALL(close(copy));
  CALL(dup(fd) == copy);
  close(copy);
  CALL(read(fd, b, 3));
  close(fd);
}
