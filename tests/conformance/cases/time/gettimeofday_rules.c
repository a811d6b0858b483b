/* gettimeofday(2) and time(2): bad addresses; a zone may be asked for. */
#include "../../case.h"
#include <sys/time.h>
CASE(gettimeofday_rules) {
  struct timezone z = {5, 5};
  struct timeval v;
  time_t t = 0;
  CALL(syscall(SYS_gettimeofday, &v, &z));
  printf("%d %d\n", z.tz_minuteswest, z.tz_dsttime);
  CALL(v.tv_usec >= 0 && v.tv_usec < 1000000);
  CALL(syscall(SYS_gettimeofday, NULL, NULL));
  CALL(syscall(SYS_gettimeofday, BAD, NULL));
  CALL(syscall(SYS_gettimeofday, NULL, BAD));
  CALL(syscall(SYS_time, &t) == t);
  CALL(syscall(SYS_time, BAD));
}
