/* A fault whose signal is ignored ends the process: it could not go on. */
#include "../../case.h"
CASE(ignored_fault) {
  on_signal(SIGFPE, SIG_IGN, 0);
  volatile int zero = 0;
  volatile int seven = 7;
  printf("%d\n", seven / zero);
}
