/* Name and timer slack are each thread's own; a new thread has its maker's. */
#include "../../case.h"
#include <sys/prctl.h>
static void *looks(void *out) {
  prctl(PR_GET_NAME, out);
  long slack = prctl(PR_GET_TIMERSLACK);
  prctl(PR_SET_NAME, "changed");
  prctl(PR_SET_TIMERSLACK, 99);
  return (void *)slack;
}
CASE(prctl_per_thread) {
  char before[16], name[16] = "";
  struct worker w;
  prctl(PR_GET_NAME, before);
  CALL(prctl(PR_SET_NAME, "maker"));
  CALL(prctl(PR_SET_TIMERSLACK, 70000));
  start_worker(&w, looks, name);
  CALL(join_worker(&w));
  puts(name);
  CALL(prctl(PR_GET_NAME, name));
  puts(name);
  CALL(prctl(PR_GET_TIMERSLACK));
  prctl(PR_SET_TIMERSLACK, 50000);
  prctl(PR_SET_NAME, before);
}
