/* clone(2): flags that need one another, or exclude one another, are EINVAL. */
#include "../../case.h"
#include "../../rawthread.h"
static char stack[RAW_STACK];
static long try(long flags, void *child_stack) { return syscall(SYS_clone, flags, child_stack, NULL, NULL, NULL); }
CASE(clone_refusals) {
  CALL(try(CLONE_THREAD | CLONE_VM, stack));
  CALL(try(CLONE_THREAD, stack));
  CALL(try(CLONE_SIGHAND, stack));
  CALL(try(CLONE_SIGHAND | CLONE_THREAD, stack));
  CALL(try(RAW_THREAD | CLONE_NEWNS, stack));
  CALL(try(RAW_THREAD | CLONE_NEWPID, stack));
  CALL(try(RAW_THREAD | CLONE_NEWUSER, stack));
  CALL(try(RAW_THREAD | CLONE_PIDFD | CLONE_PARENT_SETTID, stack));
}
