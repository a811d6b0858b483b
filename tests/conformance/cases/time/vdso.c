/* The vDSO: its functions answer as the calls do, and a signal or a switch may strike inside them. */
#include "../../case.h"
#include <sys/auxv.h>
#include <sys/time.h>
static volatile int ticks;
static void on_tick(int signal) { ticks++; }
CASE(vdso) {
  CALL(getauxval(AT_SYSINFO_EHDR) != 0);
  struct timespec before, between, after;
  CALL(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &before));
  CALL(clock_gettime(CLOCK_MONOTONIC, &between));
  CALL(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &after));
  CALL(before.tv_sec < between.tv_sec || (before.tv_sec == between.tv_sec && before.tv_nsec <= between.tv_nsec));
  CALL(between.tv_sec < after.tv_sec || (between.tv_sec == after.tv_sec && between.tv_nsec <= after.tv_nsec));
  struct timeval now;
  CALL(gettimeofday(&now, NULL));
  long apart = time(NULL) - now.tv_sec;
  CALL(apart == 0 || apart == 1);
  CALL(clock_gettime(99, &now == NULL ? NULL : &after));
  struct timespec cpu;
  CALL(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu));
  struct sigaction action = {.sa_handler = on_tick}, old;
  sigaction(SIGALRM, &action, &old);
  struct itimerval every = {{0, 2000}, {0, 2000}}, never = {{0, 0}, {0, 0}};
  ticks = 0;
  setitimer(ITIMER_REAL, &every, NULL);
  int backwards = 0;
  while (ticks < 20) {
    clock_gettime(CLOCK_MONOTONIC, &after);
    if (after.tv_sec < between.tv_sec || (after.tv_sec == between.tv_sec && after.tv_nsec < between.tv_nsec)) backwards++;
    between = after;
  }
  setitimer(ITIMER_REAL, &never, NULL);
  sigaction(SIGALRM, &old, NULL);
  CALL(backwards);
}
