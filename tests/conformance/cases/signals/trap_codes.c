/* SIGTRAP: of a breakpoint after it (SI_KERNEL), of a single step (TRAP_TRACE) with the flag in the saved flags. */
#include "../../case.h"
#include <ucontext.h>
static volatile int steps, code, breakpoints, code_of_breakpoint, after;
static volatile long at;
static void caught(int s, siginfo_t *i, void *c) {
  ucontext_t *u = c;
  if (u->uc_mcontext.gregs[REG_TRAPNO] == 3) {
    breakpoints++, code_of_breakpoint = i->si_code;
    after = ((unsigned char *)u->uc_mcontext.gregs[REG_RIP])[-1] == 0xcc;
    return;
  }
  code = i->si_code;
  if (++steps == 3) u->uc_mcontext.gregs[REG_EFL] &= ~0x100L;
}
CASE(trap_codes) {
  steps = breakpoints = 0;
  on_siginfo(SIGTRAP, caught, 0);
  __asm__ volatile("int3");
  printf("%d breakpoints, code %d, after it %d\n", breakpoints, code_of_breakpoint, after);
  __asm__ volatile("pushf\n\torl $0x100,(%%rsp)\n\tpopf\n\tnop\n\tnop\n\tnop\n\tnop\n\tnop" ::: "memory", "cc");
  printf("%d steps, code %d\n", steps, code);
  signal(SIGTRAP, SIG_DFL);
}
