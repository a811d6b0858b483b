/* RLIMIT_CPU: SIGXCPU when the soft limit of CPU seconds is passed, and again each second. */
#include "../../case.h"
#include <sys/resource.h>
static volatile int count;
static void note(int s) { count++; }
CASE(cpu_time_signal) {
  struct rlimit before, small;
  struct timespec used, start;
  getrlimit(RLIMIT_CPU, &before);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  small = before, small.rlim_cur = used.tv_sec + 1;
  count = 0;
  on_signal(SIGXCPU, note, 0);
  CALL(setrlimit(RLIMIT_CPU, &small));
  clock_gettime(CLOCK_MONOTONIC, &start);
  while (!count && elapsed_ms(&start) < 15000);
  CALL(count >= 1);
  CALL(setrlimit(RLIMIT_CPU, &before));
  signal(SIGXCPU, SIG_DFL);
}
