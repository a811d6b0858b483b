/* uc_stack tells of the alternate stack, and uc_link is null. */
#include "../../case.h"
#include <ucontext.h>
static char memory[32768];
static volatile int flags, size, link_null;
static void look(int s, siginfo_t *i, void *c) {
  ucontext_t *u = c;
  flags = u->uc_stack.ss_flags, size = u->uc_stack.ss_size, link_null = u->uc_link == NULL;
}
CASE(context_stack) {
  stack_t s = {.ss_sp = memory, .ss_size = sizeof memory}, off = {.ss_flags = SS_DISABLE};
  on_siginfo(SIGUSR1, look, SA_ONSTACK);
  raise(SIGUSR1);
  printf("%d %d %d\n", flags, size, link_null);
  sigaltstack(&s, NULL);
  raise(SIGUSR1);
  printf("%d %d %d\n", flags, size, link_null);
  on_siginfo(SIGUSR1, look, 0);
  raise(SIGUSR1);
  printf("%d %d %d\n", flags, size, link_null);
  sigaltstack(&off, NULL);
  signal(SIGUSR1, SIG_DFL);
}
