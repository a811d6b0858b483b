/* dup(2) takes the lowest number, dup2(2) the one asked for, F_DUPFD the lowest from one on. */
#include "../../case.h"
#include <sys/resource.h>
CASE(dup_numbers) {
  int fd = file_with(NULL, "dup"), a = dup(fd), b = dup(fd);
  printf("%d %d\n", a - fd, b - fd);
  close(a);
  CALL(dup(fd) - fd);
  CALL(fcntl(fd, F_DUPFD, 100));
  CALL(fcntl(fd, F_DUPFD, 100));
  CALL(fcntl(fd, F_DUPFD_CLOEXEC, 100));
  printf("%d %d\n", fcntl(101, F_GETFD), fcntl(102, F_GETFD));
  CALL(dup2(fd, 200));
  CALL(dup2(fd, 200));
  CALL(dup2(200, 200));
  CALL(dup3(200, 200, 0));
  CALL(dup3(fd, 201, O_CLOEXEC));
  CALL(fcntl(201, F_GETFD));
  CALL(dup3(fd, 201, O_NONBLOCK));
  CALL(dup2(fd, -1));
  CALL(dup2(999, 5));
  CALL(fcntl(fd, F_DUPFD, -1));
  struct rlimit l;
  getrlimit(RLIMIT_NOFILE, &l);
  CALL(fcntl(fd, F_DUPFD, (int)l.rlim_cur));
  CALL(dup2(fd, (int)l.rlim_cur));
  for (int i = 100; i < 103; i++) close(i);
  close(200), close(201), close(a), close(b), close(fd);
}
