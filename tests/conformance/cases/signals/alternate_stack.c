/* sigaltstack(2): a handler on its own stack, also after an overflow of the normal one. */
#include "../../case.h"
#include <setjmp.h>
static char stack[65536];
static volatile int on_it, in_flags;
static sigjmp_buf jump;
static void where(int s) {
  stack_t now;
  char here;
  on_it = &here >= stack && &here < stack + sizeof stack;
  sigaltstack(NULL, &now);
  in_flags = now.ss_flags;
  if (s == SIGSEGV) siglongjmp(jump, 1);
}
static int deeper(volatile char *before) {
  volatile char frame[4096];
  frame[0] = before ? before[0] : 1;
  return deeper(frame) + frame[0];
}
CASE(alternate_stack) {
  stack_t s = {.ss_sp = stack, .ss_size = sizeof stack}, old;
  CALL(sigaltstack(NULL, &old));
  CALL(old.ss_flags);
  CALL(sigaltstack(&s, NULL));
  on_signal(SIGUSR1, where, 0);
  raise(SIGUSR1);
  printf("%d %d\n", on_it, in_flags);
  on_signal(SIGUSR1, where, SA_ONSTACK);
  raise(SIGUSR1);
  printf("%d %d\n", on_it, in_flags);
  on_signal(SIGSEGV, where, SA_ONSTACK);
  on_it = 0;
  if (sigsetjmp(jump, 1) == 0) printf("%d\n", deeper(NULL));
  else printf("overflow caught on the stack: %d\n", on_it);
  s.ss_size = 100;
  CALL(sigaltstack(&s, NULL));
  s.ss_size = sizeof stack, s.ss_flags = 0x40;
  CALL(sigaltstack(&s, NULL));
  s.ss_flags = SS_DISABLE;
  CALL(sigaltstack(&s, &old));
  CALL(old.ss_size);
  signal(SIGSEGV, SIG_DFL);
  signal(SIGUSR1, SIG_DFL);
}
