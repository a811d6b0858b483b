/* POSIX record locks: one process does not block itself; F_GETLK; what is wrong. */
#include "../../case.h"
CASE(locks_posix) {
  int fd = file_with("locked", "0123456789"), again = open("locked", O_RDWR), ro = open("locked", O_RDONLY);
  struct flock l = {F_WRLCK, SEEK_SET, 0, 5};
  CALL(fcntl(fd, F_SETLK, &l));
  CALL(fcntl(again, F_SETLK, &l));
  CALL(fcntl(again, F_GETLK, &l));
  printf("%d\n", l.l_type == F_UNLCK);
  l = (struct flock){F_WRLCK, SEEK_SET, 0, 0};
  CALL(fcntl(ro, F_SETLK, &l));
  l.l_type = F_RDLCK;
  CALL(fcntl(ro, F_SETLK, &l));
  l = (struct flock){77, SEEK_SET, 0, 0};
  CALL(fcntl(fd, F_SETLK, &l));
  l = (struct flock){F_RDLCK, 9, 0, 0};
  CALL(fcntl(fd, F_SETLK, &l));
  l = (struct flock){F_RDLCK, SEEK_SET, -1, 0};
  CALL(fcntl(fd, F_SETLK, &l));
  l = (struct flock){F_RDLCK, SEEK_END, -3, -2};
  CALL(fcntl(fd, F_SETLK, &l));
  l = (struct flock){F_UNLCK, SEEK_SET, 0, 0};
  CALL(fcntl(fd, F_SETLKW, &l));
  CALL(fcntl(fd, F_GETLK, &l));
  CALL(fcntl(fd, F_SETLK, BAD));
  CALL(fcntl(99, F_SETLK, &l));
  close(fd), close(again), close(ro), unlink("locked");
}
