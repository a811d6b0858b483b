/* eventfd(2): sums, the greatest value, semaphores, sizes of reads and writes, poll(2). */
#include "../../case.h"
#include <poll.h>
#include <sys/eventfd.h>
CASE(eventfd_rules) {
  int fd = eventfd(5, EFD_NONBLOCK);
  uint64_t v = 7, more[2] = {1, 2};
  CALL(write(fd, &v, 8));
  CALL(read(fd, &v, 8));
  CALL(v);
  CALL(read(fd, &v, 8));
  CALL(write(fd, more, 16));
  CALL(read(fd, more, 16));
  CALL(more[0]);
  CALL(write(fd, &v, 7));
  v = -2;
  CALL(write(fd, &v, 8));
  struct pollfd f = {fd, POLLIN | POLLOUT};
  poll(&f, 1, 0);
  printf("%x\n", f.revents);
  v = 1;
  CALL(write(fd, &v, 8));
  v = 0;
  CALL(write(fd, &v, 8));
  CALL(read(fd, &v, 8));
  printf("%lx\n", (long)v);
  poll(&f, 1, 0);
  printf("%x\n", f.revents);
  CALL(lseek(fd, 0, SEEK_SET));
  CALL(pread(fd, &v, 8, 0));
  close(fd);
  fd = eventfd(2, EFD_SEMAPHORE | EFD_CLOEXEC);
  CALL(fcntl(fd, F_GETFD));
  CALL(read(fd, &v, 8));
  CALL(v);
  CALL(read(fd, &v, 8));
  fcntl(fd, F_SETFL, O_NONBLOCK);
  CALL(read(fd, &v, 8));
  CALL(read(fd, BAD, 8));
  v = 1;
  write(fd, &v, 8);
  CALL(read(fd, BAD, 8));
  close(fd);
}
