/* RLIMIT_FSIZE: a write up to the limit is cut, one past it fails with SIGXFSZ. */
#include "../../case.h"
#include <sys/resource.h>
static volatile int exceeded;
static void on_exceeded(int s) { exceeded++; }
CASE(file_size_limit) {
  struct rlimit old, small;
  int fd = file_with(NULL, "");
  getrlimit(RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 10;
  on_signal(SIGXFSZ, on_exceeded, 0);
  setrlimit(RLIMIT_FSIZE, &small);
  CALL(write(fd, "0123456", 7));
  CALL(write(fd, "0123456", 7));
  printf("signals %d\n", exceeded);
  CALL(write(fd, "x", 1));
  printf("signals %d\n", exceeded);
  CALL(pwrite(fd, "x", 1, 100));
  printf("signals %d\n", exceeded);
  CALL(ftruncate(fd, 11));
  printf("signals %d\n", exceeded);
  off_t far = 50;
  int other = file_with(NULL, "");
  CALL(copy_file_range(other, NULL, fd, &far, 1, 0));
  close(other);
  printf("signals %d\n", exceeded);
  CALL(ftruncate(fd, 5));
  CALL(pwrite(fd, "y", 1, 9));
  CALL(fallocate(fd, 0, 0, 20));
  printf("signals %d\n", exceeded);
  on_signal(SIGXFSZ, SIG_IGN, 0);
  CALL(pwrite(fd, "z", 1, 10));
  setrlimit(RLIMIT_FSIZE, &old);
  CALL(pwrite(fd, "z", 1, 10));
  on_signal(SIGXFSZ, SIG_DFL, 0);
  close(fd);
}
