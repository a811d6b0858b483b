/* abort(3): a handler for SIGABRT runs first; when it returns the process ends all the same. */
#include "../../case.h"
static void note(int s) {
  printf("handler\n");
  fflush(stdout);
}
CASE(abort_beats_handler) {
  on_signal(SIGABRT, note, 0);
  abort();
}
