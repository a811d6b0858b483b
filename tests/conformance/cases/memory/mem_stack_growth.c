/* MAP_GROWSDOWN: grows on a touch below, not through the guard gap, not past RLIMIT_STACK. */
#include "../../case.h"
#include <setjmp.h>
#include <sys/resource.h>
static sigjmp_buf back;
static void caught(int s) { siglongjmp(back, s); }
static int touch(volatile char *a) {
  on_signal(SIGSEGV, caught, SA_NODEFER);
  int s = sigsetjmp(back, 1);
  if (!s) *a = 1;
  on_signal(SIGSEGV, SIG_DFL, 0);
  return s;
}
CASE(mem_stack_growth) {
  size_t room = 32 << 20;
  char *base = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *top = base + room;
  munmap(base, room);
  char *a = mmap(top - 4096, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED, -1, 0);
  printf("one below: %d\n", touch(a - 1));
  printf("far below: %d\n", touch(a - 100 * 4096));
  printf("what lies between: %d\n", touch(a - 50 * 4096));
  char *low = mmap(a - 800 * 4096, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  printf("to the gap's edge: %d\n", touch(low + 300 * 4096));
  printf("into the gap: %d\n", touch(low + 200 * 4096));
  CALL(mprotect(low, 4096, PROT_NONE));
  printf("the gap is none where nothing can be accessed: %d\n", touch(low + 200 * 4096));
  munmap(low, 4096);
  struct rlimit old, small = {2 << 20, 0};
  getrlimit(RLIMIT_STACK, &old);
  small.rlim_max = old.rlim_max;
  setrlimit(RLIMIT_STACK, &small);
  printf("past the limit: %d\n", touch(top - (3 << 20)));
  setrlimit(RLIMIT_STACK, &old);
  printf("within the old limit: %d\n", touch(top - (5 << 20)));
  printf("past the old limit: %d\n", touch(top - (9 << 20)));
  CALL(mprotect(a, 4096, PROT_READ | PROT_GROWSDOWN));
  printf("lowest page, read-only now: %d\n", touch(top - (5 << 20)));
  munmap(base, room);
}
