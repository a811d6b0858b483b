/* mprotect(2): faults carry the address and the code; parts of a mapping; holes. */
#include "../../case.h"
#include <setjmp.h>
#define RW (PROT_READ | PROT_WRITE)
static sigjmp_buf jump;
static volatile long code;
static char *volatile address;
static void fault(int s, siginfo_t *i, void *c) {
  (void)c;
  code = i->si_code;
  address = i->si_addr;
  siglongjmp(jump, s);
}
#define FAULTS(what, base)                                                                    \
  do {                                                                                        \
    address = NULL, code = 0;                                                                 \
    int s = sigsetjmp(jump, 1);                                                               \
    if (s == 0) { what; }                                                                     \
    printf("%s: signal %d code %ld offset %ld\n", #what, s, code, address ? address - (base) : -1L); \
  } while (0)
CASE(protection) {
  struct sigaction a = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &a, NULL);
  volatile char *m = mmap(NULL, 3 * 4096, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  m[4096] = 5;
  CALL(mprotect((void *)(m + 4096), 4096, PROT_READ));
  FAULTS(m[5000] = 1, (char *)m);
  CALL(m[4096]);
  FAULTS(m[0] = 1, (char *)m);
  CALL(mprotect((void *)(m + 4096), 4096, PROT_NONE));
  FAULTS(m[4100], (char *)m);
  CALL(mprotect((void *)m, 3 * 4096, RW));
  CALL(m[4096]);
  CALL(mprotect((void *)(m + 1), 4096, RW));
  CALL(mprotect((void *)m, 0, RW));
  CALL(mprotect((void *)m, 4096, 0x1000));
  munmap((void *)(m + 4096), 4096);
  FAULTS(m[4096] = 1, (char *)m);
  CALL(mprotect((void *)m, 3 * 4096, PROT_READ));
  FAULTS(((void (*)(void))m)(), (char *)m);
  munmap((void *)m, 3 * 4096);
  FAULTS(*(volatile char *)0 = 1, (char *)-1);
  FAULTS(*(volatile char *)0xdead000000000000 = 1, (char *)0);
  signal(SIGSEGV, SIG_DFL);
}
