/* sigaltstack(2): sizes, flags, what is given back, and that it may not change while it is in use. */
#include "../../case.h"
static char memory[65536] __attribute__((aligned(16)));
static volatile int change, flags_inside, size_inside;
static void on_it(int s) {
  stack_t now, other = {.ss_sp = memory, .ss_size = sizeof memory};
  sigaltstack(NULL, &now);
  flags_inside = now.ss_flags, size_inside = now.ss_size;
  change = sigaltstack(&other, NULL) ? errno : 0;
}
CASE(altstack_rules) {
  stack_t s = {.ss_sp = memory, .ss_size = sizeof memory}, old;
  CALL(sigaltstack(NULL, &old));
  printf("%d %zu\n", old.ss_flags, old.ss_size);
  s.ss_size = 2047;
  CALL(sigaltstack(&s, NULL));
  s.ss_size = 0;
  CALL(sigaltstack(&s, NULL));
  s.ss_size = sizeof memory, s.ss_flags = 4;
  CALL(sigaltstack(&s, NULL));
  s.ss_flags = SS_ONSTACK;
  CALL(sigaltstack(&s, NULL));
  s.ss_flags = 0;
  CALL(sigaltstack(&s, NULL));
  CALL(sigaltstack(NULL, &old));
  printf("%d %d %zu\n", old.ss_sp == memory, old.ss_flags, old.ss_size);
  on_signal(SIGUSR1, on_it, SA_ONSTACK);
  raise(SIGUSR1);
  printf("%s, flags %d, size %d\n", strerrorname_np(change), flags_inside, size_inside);
  s.ss_flags = SS_DISABLE;
  CALL(sigaltstack(&s, &old));
  CALL(sigaltstack(NULL, &old));
  printf("%d %zu\n", old.ss_flags, old.ss_size);
  raise(SIGUSR1);
  printf("%s, flags %d\n", change ? strerrorname_np(change) : "0", flags_inside);
  s.ss_flags = SS_DISABLE;
  sigaltstack(&s, NULL);
  CALL(sigaltstack(BAD, NULL));
  CALL(sigaltstack(NULL, BAD));
  signal(SIGUSR1, SIG_DFL);
}
