/* What F_GETFL tells of the flags of open(2), and which of them F_SETFL can change. */
#include "../../case.h"
static void show(int flags) {
  int fd = open("flags", flags, 0600);
  if (fd < 0) printf("%o: %s\n", flags, strerrorname_np(errno));
  else printf("%o: %o, %d\n", flags, fcntl(fd, F_GETFL), fcntl(fd, F_GETFD));
  close(fd);
}
CASE(open_flags_kept) {
  show(O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC);
  show(O_WRONLY | O_APPEND);
  show(O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  show(O_RDWR | O_SYNC), show(O_RDWR | O_DSYNC), show(O_RDWR | O_NOATIME);
  show(O_RDWR | O_TRUNC | O_NOCTTY);
  show(O_PATH | O_CLOEXEC);
  int fd = open("flags", O_RDWR);
  CALL(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK | O_CREAT | O_WRONLY | O_SYNC));
  printf("%o\n", fcntl(fd, F_GETFL));
  write(fd, "ab", 2), lseek(fd, 0, SEEK_SET), write(fd, "cd", 2);
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(fcntl(fd, F_SETFL, 0));
  printf("%o\n", fcntl(fd, F_GETFL));
  lseek(fd, 0, SEEK_SET), write(fd, "e", 1);
  CALL(lseek(fd, 0, SEEK_END));
  close(fd), unlink("flags");
}
