/* Only handlers with SA_ONSTACK use the alternate stack; one that interrupts a handler on it goes on below it. */
#include "../../case.h"
static char memory[65536] __attribute__((aligned(16)));
static volatile int outer, inner;
static char *volatile outer_at, *volatile inner_at;
static int on_it(char *p) { return p >= memory && p < memory + sizeof memory; }
static void second(int s) {
  char here;
  inner = on_it(&here), inner_at = &here;
}
static void first(int s) {
  char here;
  outer = on_it(&here), outer_at = &here;
  raise(SIGUSR2);
}
CASE(altstack_choice) {
  stack_t s = {.ss_sp = memory, .ss_size = sizeof memory}, off = {.ss_flags = SS_DISABLE};
  sigaltstack(&s, NULL);
  for (int a = 0; a < 2; a++)
    for (int b = 0; b < 2; b++) {
      on_signal(SIGUSR1, first, a ? SA_ONSTACK : 0), on_signal(SIGUSR2, second, b ? SA_ONSTACK : 0);
      raise(SIGUSR1);
      printf("%d %d: %d %d%s\n", a, b, outer, inner, outer && inner ? inner_at < outer_at ? " below" : " above" : "");
    }
  sigaltstack(&off, NULL);
  signal(SIGUSR1, SIG_DFL), signal(SIGUSR2, SIG_DFL);
}
