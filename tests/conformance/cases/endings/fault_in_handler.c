/* A fault in the handler of the same fault ends the process. */
#include "../../case.h"
static void faults(int s) {
  printf("handler\n");
  fflush(stdout);
  *(volatile int *)32 = 1;
  printf("after\n");
}
CASE(fault_in_handler) {
  on_signal(SIGSEGV, faults, 0);
  *(volatile int *)16 = 1;
}
