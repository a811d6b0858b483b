/* With SA_NODEFER a handler may interrupt itself; without, the second signal waits until it is done. */
#include "../../case.h"
static volatile int depth, deepest, calls;
static void nest(int s) {
  if (++depth > deepest) deepest = depth;
  if (++calls < 4) raise(s);
  depth--;
}
CASE(nodefer_nests) {
  on_signal(SIGUSR1, nest, SA_NODEFER);
  deepest = calls = 0;
  raise(SIGUSR1);
  printf("%d calls, %d deep\n", calls, deepest);
  on_signal(SIGUSR1, nest, 0);
  deepest = calls = 0;
  raise(SIGUSR1);
  printf("%d calls, %d deep\n", calls, deepest);
  signal(SIGUSR1, SIG_DFL);
}
