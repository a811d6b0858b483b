/* SIGSEGV inside a SIGSEGV handler is handled when SA_NODEFER lets it through. */
#include "../../case.h"
#include <setjmp.h>
static sigjmp_buf inner_back, outer_back;
static volatile int depth, deepest;
static void on_segv(int s) {
  if (++depth > deepest) deepest = depth;
  if (depth == 1) {
    if (!sigsetjmp(inner_back, 1)) *(volatile char *)0x20 = 1;
    depth = 0;
    siglongjmp(outer_back, 1);
  }
  siglongjmp(inner_back, 1);
}
CASE(nested_fault_same) {
  depth = deepest = 0;
  on_signal(SIGSEGV, on_segv, SA_NODEFER);
  if (!sigsetjmp(outer_back, 1)) *(volatile char *)0x10 = 1;
  CALL(deepest);
  signal(SIGSEGV, SIG_DFL);
}
