/* Below a thread's stack there is a page that faults: SIGSEGV there, not in the neighbour's memory. */
#include "../../case.h"
#include <setjmp.h>
static sigjmp_buf back;
static char alternate[32768];
static volatile int code;
static char *volatile address;
static void caught(int s, siginfo_t *i, void *c) {
  code = i->si_code, address = i->si_addr;
  siglongjmp(back, 1);
}
static void *touches(void *p) {
  pthread_attr_t a;
  void *at;
  size_t size;
  stack_t s = {.ss_sp = alternate, .ss_size = sizeof alternate}, off = {.ss_flags = SS_DISABLE};
  sigaltstack(&s, NULL);
  pthread_getattr_np(pthread_self(), &a);
  pthread_attr_getstack(&a, &at, &size);
  long r = 0;
  if (!sigsetjmp(back, 1)) ((volatile char *)at)[0] = 1, r = 1;
  if (!sigsetjmp(back, 1)) ((volatile char *)at)[-1] = 1, r = 9;
  else if (address == (char *)at - 1) r += 2;
  sigaltstack(&off, NULL);
  return (void *)r;
}
CASE(stack_guard) {
  struct worker w;
  on_siginfo(SIGSEGV, caught, SA_ONSTACK);
  start_worker(&w, touches, NULL);
  CALL(join_worker(&w));
  CALL(code);
  signal(SIGSEGV, SIG_DFL);
}
