/* SIGFPE, SIGILL, SIGTRAP: signals and codes. */
#include "../../case.h"
#include <setjmp.h>
static sigjmp_buf jump;
static volatile int code;
static void fault(int s, siginfo_t *i, void *c) {
  (void)c;
  code = i->si_code;
  siglongjmp(jump, s);
}
#define FAULTS(text, what)                          \
  do {                                              \
    int s = sigsetjmp(jump, 1);                     \
    if (s == 0) { what; }                           \
    printf("%s: signal %d code %d\n", text, s, code); \
  } while (0)
CASE(fault_signals) {
  struct sigaction a = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
  sigaction(SIGFPE, &a, NULL);
  sigaction(SIGILL, &a, NULL);
  sigaction(SIGTRAP, &a, NULL);
  sigaction(SIGSEGV, &a, NULL);
  volatile int zero = 0, least = -2147483647 - 1, minus = -1;
  FAULTS("divide", zero = 1 / zero);
  FAULTS("overflow", zero = least / minus);
  FAULTS("ud2", __asm__ volatile("ud2"));
  FAULTS("int3", __asm__ volatile("int3"));
  FAULTS("misaligned", __asm__ volatile("movaps (%0),%%xmm0" ::"r"((char *)&a + 1) : "xmm0"));
  signal(SIGFPE, SIG_DFL);
  signal(SIGILL, SIG_DFL);
  signal(SIGTRAP, SIG_DFL);
  signal(SIGSEGV, SIG_DFL);
}
