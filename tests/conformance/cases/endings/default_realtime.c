/* A real-time signal without a handler ends the process. */
#include "../../case.h"
CASE(default_realtime) {
  raise(SIGRTMIN + 4);
  printf("after\n");
}
