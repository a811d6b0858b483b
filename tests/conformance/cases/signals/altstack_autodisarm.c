/* SS_AUTODISARM: the stack is off while a handler runs on it, may be changed there, and is back afterwards. */
#include "../../case.h"
#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif
static char memory[65536] __attribute__((aligned(16)));
static volatile int flags_inside, on_stack, change;
static void on_it(int s) {
  stack_t now;
  char here;
  sigaltstack(NULL, &now);
  flags_inside = now.ss_flags;
  on_stack = &here >= memory && &here < memory + sizeof memory;
  stack_t same = {.ss_sp = memory, .ss_size = sizeof memory};
  change = sigaltstack(&same, NULL) ? errno : 0;
}
CASE(altstack_autodisarm) {
  stack_t s = {.ss_sp = memory, .ss_size = sizeof memory, .ss_flags = SS_AUTODISARM}, old, off = {.ss_flags = SS_DISABLE};
  CALL(sigaltstack(&s, NULL));
  CALL(sigaltstack(NULL, &old));
  printf("%x\n", old.ss_flags);
  on_signal(SIGUSR1, on_it, SA_ONSTACK);
  raise(SIGUSR1);
  printf("flags %d on it %d change %d\n", flags_inside, on_stack, change);
  sigaltstack(NULL, &old);
  printf("%x %d %zu\n", old.ss_flags, old.ss_sp == memory, old.ss_size);
  CALL(sigaltstack(&off, NULL));
  signal(SIGUSR1, SIG_DFL);
}
