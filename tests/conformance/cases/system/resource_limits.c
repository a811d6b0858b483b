/* getrlimit(2), setrlimit(2): RLIMIT_NOFILE is enforced. */
#include "../../case.h"
#include <sys/resource.h>
CASE(resource_limits) {
  struct rlimit old, l;
  CALL(getrlimit(RLIMIT_NOFILE, &old));
  l = old;
  l.rlim_cur = 10;
  CALL(setrlimit(RLIMIT_NOFILE, &l));
  int fd, last = -1;
  while ((fd = dup(0)) >= 0) last = fd;
  printf("last %d %s\n", last, strerrorname_np(errno));
  CALL(open("/dev/null", O_RDONLY));
  int p[2];
  CALL(pipe(p));
  CALL(fcntl(0, F_DUPFD, 10));
  closefrom(3);
  CALL(dup2(0, 10));
  CALL(setrlimit(RLIMIT_NOFILE, &old));
  l.rlim_cur = 5, l.rlim_max = 4;
  CALL(setrlimit(RLIMIT_NOFILE, &l));
  CALL(getrlimit(99, &l));
  struct rusage u;
  CALL(getrusage(RUSAGE_SELF, &u));
  CALL(u.ru_maxrss > 0);
  CALL(getrusage(99, &u));
}
