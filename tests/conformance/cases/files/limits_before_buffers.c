/* What a file says of a write comes before what is wrong with the bytes: its size limit, its seals. */
#include "../../case.h"
#include <sys/resource.h>
#include <sys/uio.h>
CASE(limits_before_buffers) {
  struct rlimit old, small;
  int fd = memfd_create("m", MFD_ALLOW_SEALING);
  struct iovec v[2] = {{BAD, 5}, {BAD, 5}};
  CALL(ftruncate(fd, 10));
  getrlimit(RLIMIT_FSIZE, &old);
  small = old, small.rlim_cur = 10;
  on_signal(SIGXFSZ, SIG_IGN, 0);
  setrlimit(RLIMIT_FSIZE, &small);
  CALL(pwrite(fd, BAD, 5, 10));
  CALL(pwrite(fd, BAD, 5, 9));
  CALL(pwritev(fd, v, 2, 100));
  CALL(pwrite(fd, BAD, 0, 100));
  CALL(fallocate(fd, 1 /* FALLOC_FL_KEEP_SIZE */, 0, 20));
  CALL(fallocate(fd, 1, 0, 10));
  setrlimit(RLIMIT_FSIZE, &old);
  on_signal(SIGXFSZ, SIG_DFL, 0);
  CALL(fallocate(fd, 1, 0, 20));
  CALL(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
  CALL(fallocate(fd, 1, 0, 20));
  CALL(pwrite(fd, BAD, 5, 10));
  CALL(pwrite(fd, BAD, 5, 0));
  CALL(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
  CALL(pwrite(fd, BAD, 5, 0));
  CALL(fcntl(fd, F_ADD_SEALS, ~0ul << 32));
  close(fd);
}
