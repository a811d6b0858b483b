/* SIGILL of an instruction that does not exist: ILL_ILLOPN at the instruction; the handler steps over it. */
#include "../../case.h"
#include <ucontext.h>
static volatile int code, at_rip, trap;
static void skip(int s, siginfo_t *i, void *c) {
  ucontext_t *u = c;
  code = i->si_code, at_rip = (long)i->si_addr == u->uc_mcontext.gregs[REG_RIP], trap = u->uc_mcontext.gregs[REG_TRAPNO];
  u->uc_mcontext.gregs[REG_RIP] += 2;
}
CASE(ill_opcode) {
  on_siginfo(SIGILL, skip, 0);
  __asm__ volatile("ud2");
  printf("%d %d %d\n", code, at_rip, trap);
  signal(SIGILL, SIG_DFL);
}
