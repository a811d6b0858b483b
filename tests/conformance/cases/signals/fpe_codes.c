/* SIGFPE: integer division by zero and overflow; of the x87 unit division by zero, invalid, overflow. si_addr is the instruction. */
#include "../../case.h"
#include <setjmp.h>
#include <ucontext.h>
static sigjmp_buf back;
static volatile int code, at_rip;
static void caught(int s, siginfo_t *i, void *c) {
  ucontext_t *u = c;
  code = i->si_code, at_rip = (long)i->si_addr == u->uc_mcontext.gregs[REG_RIP];
  siglongjmp(back, 1);
}
CASE(fpe_codes) {
  volatile int zero = 0, minimum = INT32_MIN, minus = -1, r;
  unsigned short all = 0x37f ^ 0xd, plain = 0x37f;
  on_siginfo(SIGFPE, caught, 0);
  if (!sigsetjmp(back, 1)) r = 1 / zero;
  printf("1/0: %d %d\n", code, at_rip);
  code = 0;
  if (!sigsetjmp(back, 1)) r = minimum / minus;
  printf("min/-1: %d %d\n", code, at_rip);
  code = 0;
  if (!sigsetjmp(back, 1)) __asm__ volatile("fninit; fldcw %0; fld1; fldz; fdivrp; fwait" ::"m"(all));
  printf("1.0/0.0: %d %d\n", code, at_rip);
  code = 0;
  if (!sigsetjmp(back, 1)) __asm__ volatile("fninit; fldcw %0; fldz; fldz; fdivrp; fwait" ::"m"(all));
  printf("0.0/0.0: %d %d\n", code, at_rip);
  __asm__ volatile("fninit; fldcw %0" ::"m"(plain));
  signal(SIGFPE, SIG_DFL);
}
