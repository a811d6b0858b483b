/* Writing past RLIMIT_FSIZE: up to the limit what fits, then SIGXFSZ and EFBIG. */
#include "../../case.h"
#include <sys/resource.h>
static volatile int count;
static void note(int s) { count++; }
CASE(file_size_signal) {
  struct rlimit before, small;
  int fd = file_with(NULL, "");
  getrlimit(RLIMIT_FSIZE, &before);
  small = before, small.rlim_cur = 10;
  count = 0;
  on_signal(SIGXFSZ, note, 0);
  setrlimit(RLIMIT_FSIZE, &small);
  long a = write(fd, "12345678", 8), b = write(fd, "12345678", 8), c = write(fd, "x", 1);
  int error = errno;
  long d = ftruncate(fd, 11);
  int error2 = errno;
  long e = pwrite(fd, "y", 1, 3);
  setrlimit(RLIMIT_FSIZE, &before);
  printf("%ld %ld %ld %s %ld %s %ld\n", a, b, c, strerrorname_np(error), d, strerrorname_np(error2), e);
  CALL(count);
  close(fd);
  signal(SIGXFSZ, SIG_DFL);
}
