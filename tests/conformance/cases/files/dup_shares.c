/* Duplicates share position and status flags, not the close-on-exec flag; a second open shares nothing. */
#include "../../case.h"
CASE(dup_shares) {
  int fd = file_with("shared", "0123456789"), copy = dup(fd), again = open("shared", O_RDWR);
  char c;
  lseek(fd, 4, SEEK_SET);
  CALL(lseek(copy, 0, SEEK_CUR));
  CALL(read(copy, &c, 1));
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(lseek(again, 0, SEEK_CUR));
  fcntl(copy, F_SETFL, O_APPEND), fcntl(copy, F_SETFD, FD_CLOEXEC);
  printf("%d %d %d\n", fcntl(fd, F_GETFL) & O_APPEND, fcntl(again, F_GETFL) & O_APPEND, fcntl(fd, F_GETFD));
  close(fd);
  CALL(write(copy, "+", 1));
  CALL(lseek(copy, 0, SEEK_CUR));
  CALL(lseek(again, 0, SEEK_END));
  close(copy), close(again), unlink("shared");
}
