/* exit(3) in any thread ends all, with its status, and runs what atexit(3) was given, last one first. */
#include "../../case.h"
static void one(void) { printf("one\n"); }
static void two(void) { printf("two\n"); }
static void *exits(void *p) { exit(41); }
CASE(exit_in_thread) {
  struct worker w;
  atexit(one), atexit(two);
  start_worker(&w, exits, NULL);
  pause();
}
