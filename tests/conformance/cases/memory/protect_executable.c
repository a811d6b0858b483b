/* Code runs from a page with PROT_EXEC, and from no other. */
#include "../../memory.h"
CASE(protect_executable) {
  static const unsigned char code[] = {0xb8, 42, 0, 0, 0, 0xc3};
  unsigned char *a = (void *)anonymous(1, 3);
  memcpy(a, code, sizeof code);
  int (*f)(void) = (void *)a;
  struct sigaction action = {.sa_sigaction = on_touch, .sa_flags = SA_SIGINFO}, old;
  sigaction(SIGSEGV, &action, &old);
  int s = sigsetjmp(touched, 1);
  if (!s) printf("ran without the right: %d\n", f());
  else printf("%d, code %d, at its address %d\n", s, touch_code, touch_address == a);
  CALL(mprotect(a, PAGE, PROT_READ | PROT_EXEC));
  printf("%d\n", f());
  CALL(mprotect(a, PAGE, PROT_READ | PROT_WRITE));
  a[1] = 43;
  CALL(mprotect(a, PAGE, PROT_READ | PROT_EXEC));
  printf("%d\n", f());
  CALL(mprotect(a, PAGE, PROT_NONE));
  s = sigsetjmp(touched, 1);
  if (!s) printf("ran: %d\n", f());
  else printf("%d, code %d\n", s, touch_code);
  sigaction(SIGSEGV, &old, NULL);
  munmap(a, PAGE);
}
