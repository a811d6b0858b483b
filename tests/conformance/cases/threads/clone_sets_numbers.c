/* CLONE_PARENT_SETTID and CLONE_CHILD_SETTID store the new thread's number, the one that clone(2) answers. */
#include "../../case.h"
#include "../../rawthread.h"
static char stack[RAW_STACK];
static int parent, child, ends;
static volatile long seen, process;
static void looks(void *unused) {
  seen = raw(SYS_gettid, 0, 0, 0, 0, 0, 0);
  process = raw(SYS_getpid, 0, 0, 0, 0, 0, 0);
  raw(SYS_set_tid_address, (long)&ends, 0, 0, 0, 0, 0);
}
CASE(clone_sets_numbers) {
  ends = 1;
  long tid = raw_clone(RAW_THREAD | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID, stack, looks, NULL, &parent, &child, NULL);
  raw_join(&ends);
  CALL(tid > 0);
  CALL(parent == tid);
  CALL(child == tid);
  CALL(seen == tid);
  CALL(process == getpid());
  CALL(seen != getpid());
}
