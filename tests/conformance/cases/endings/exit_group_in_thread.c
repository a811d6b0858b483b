/* _exit(2) in a thread ends the process while others sleep, run and wait; its status is cut to eight bits. */
#include "../../case.h"
static uint32_t word;
static void *sleeps(void *p) { return (void *)(long)pause(); }
static void *runs(void *p) {
  for (;;);
}
static void *waits(void *p) { return (void *)sys_futex(&word, 0, 0, NULL, NULL, 0); }
CASE(exit_group_in_thread) {
  struct worker w[3];
  start_worker(&w[0], sleeps, NULL), start_worker(&w[1], runs, NULL), start_worker(&w[2], waits, NULL);
  usleep(10000);
  _exit(0x107);
}
