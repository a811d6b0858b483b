/* SIGTERM by default ends the process, its status says by what; output that was flushed is there. */
#include "../../case.h"
CASE(default_term) {
  printf("before\n");
  fflush(stdout);
  kill(getpid(), SIGTERM);
  printf("after\n");
}
