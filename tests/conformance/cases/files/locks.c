/* flock(2), fcntl(2) record locks within one process: always granted; arguments are checked. */
#include "../../case.h"
#include <sys/file.h>
CASE(locks) {
  int fd = file_with(NULL, "0123456789");
  struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 5};
  CALL(fcntl(fd, F_SETLK, &l));
  CALL(fcntl(fd, F_GETLK, &l));
  CALL(l.l_type == F_UNLCK);
  l.l_type = F_UNLCK;
  CALL(fcntl(fd, F_SETLKW, &l));
  l.l_type = 77;
  CALL(fcntl(fd, F_SETLK, &l));
  CALL(fcntl(fd, F_SETLK, BAD));
  CALL(flock(fd, LOCK_EX));
  CALL(flock(fd, LOCK_SH | LOCK_NB));
  CALL(flock(fd, LOCK_UN));
  CALL(flock(fd, 77));
  close(fd);
  CALL(flock(fd, LOCK_EX));
}
