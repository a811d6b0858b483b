/* brk(2): grows zeroed, shrinks, and comes back. */
#include "../../case.h"
CASE(program_break) {
  char *start = sbrk(0);
  CALL(sbrk(10000) == start);
  memset(start, 1, 10000);
  CALL(sbrk(-10000) == start + 10000);
  CALL(sbrk(0) == start);
  CALL(sbrk(10000) == start);
  CALL(start[8192]);
  CALL(sbrk(-10000) != (void *)-1);
  CALL(brk((void *)1) == -1 ? -1 : 0);
  CALL(sbrk(0) == start);
  CALL(brk((void *)0x7fffffffff000000));
}
