/* Running what may not be executed: SEGV_ACCERR at the address, which is also the instruction pointer. */
#include "../../case.h"
#include <setjmp.h>
#include <ucontext.h>
static sigjmp_buf back;
static volatile int code, same, error;
static void caught(int s, siginfo_t *i, void *c) {
  ucontext_t *u = c;
  code = i->si_code, same = (long)i->si_addr == u->uc_mcontext.gregs[REG_RIP];
  error = u->uc_mcontext.gregs[REG_ERR] & 0x12;
  siglongjmp(back, 1);
}
CASE(segv_execute) {
  unsigned char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  p[0] = 0xc3;
  on_siginfo(SIGSEGV, caught, 0);
  if (!sigsetjmp(back, 1)) ((void (*)(void))p)();
  printf("%d %d %x\n", code, same, error);
  mprotect(p, 4096, PROT_READ | PROT_EXEC);
  if (!sigsetjmp(back, 1)) ((void (*)(void))p)(), printf("it returned\n");
  munmap(p, 4096);
  if (!sigsetjmp(back, 1)) ((void (*)(void))p)();
  printf("%d %d\n", code, same);
  signal(SIGSEGV, SIG_DFL);
}
