/* A thread that ends stores 0 where CLONE_CHILD_CLEARTID or set_tid_address(2) said, and wakes who waits there. */
#include "../../case.h"
#include "../../rawthread.h"
static char stack[RAW_STACK];
static int first, second;
static void moves_it(void *unused) { raw(SYS_set_tid_address, (long)&second, 0, 0, 0, 0, 0); }
static void nothing(void *unused) {}
static void bad_address(void *unused) { raw(SYS_set_tid_address, (long)BAD, 0, 0, 0, 0, 0); }
static void rests(void *unused) {
  struct timespec t = {0, 50000000};
  raw(SYS_nanosleep, (long)&t, 0, 0, 0, 0, 0);
}
CASE(clear_child_tid) {
  first = 1;
  CALL(raw_clone(RAW_THREAD | CLONE_CHILD_CLEARTID, stack, nothing, NULL, NULL, &first, NULL) > 0);
  raw_join(&first);
  CALL(first);
  first = second = 1;
  CALL(raw_clone(RAW_THREAD | CLONE_CHILD_CLEARTID, stack, moves_it, NULL, NULL, &first, NULL) > 0);
  raw_join(&second);
  printf("%d %d\n", first, second);
  first = -1;
  CALL(raw_clone(RAW_THREAD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID, stack, rests, NULL, NULL, &first, NULL) > 0);
  raw_join(&first);
  long tid = raw_clone(RAW_THREAD, stack, bad_address, NULL, NULL, NULL, NULL);
  while (syscall(SYS_tgkill, getpid(), tid, 0) == 0) usleep(500);
  CALL(syscall(SYS_tgkill, getpid(), tid, 0));
  CALL(syscall(SYS_set_tid_address, NULL) == gettid());
}
