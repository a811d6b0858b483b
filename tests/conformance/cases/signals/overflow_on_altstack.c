/* A stack that overflows is handled on the alternate stack, by siglongjmp; after it the thread goes on. */
#include "../../case.h"
#include <setjmp.h>
static sigjmp_buf back;
static volatile int caught_on, again;
static char memory[65536] __attribute__((aligned(16)));
static void caught(int s) {
  char here;
  caught_on = &here >= memory && &here < memory + sizeof memory;
  siglongjmp(back, 1);
}
static int deeper(volatile char *p) {
  volatile char local[4096];
  local[0] = p[0] + 1;
  return deeper(local) + local[0];
}
static void *overflows(void *p) {
  stack_t s = {.ss_sp = memory, .ss_size = sizeof memory}, off = {.ss_flags = SS_DISABLE};
  char c = 0;
  sigaltstack(&s, NULL);
  for (again = 0; again < 2; again++)
    if (!sigsetjmp(back, 1)) deeper(&c);
  sigaltstack(&off, NULL);
  return (void *)(long)caught_on;
}
CASE(overflow_on_altstack) {
  pthread_attr_t a;
  pthread_t t;
  void *r;
  on_signal(SIGSEGV, caught, SA_ONSTACK);
  pthread_attr_init(&a), pthread_attr_setstacksize(&a, 131072);
  pthread_create(&t, &a, overflows, NULL);
  pthread_join(t, &r);
  CALL(r);
  CALL(again);
  signal(SIGSEGV, SIG_DFL);
}
