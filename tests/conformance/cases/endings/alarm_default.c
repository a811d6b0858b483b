/* SIGALRM by default ends the process: "alarm clock". */
#include "../../case.h"
#include <sys/time.h>
CASE(alarm_default) {
  struct itimerval soon = {{0, 0}, {0, 5000}};
  setitimer(ITIMER_REAL, &soon, NULL);
  pause();
  printf("after\n");
}
