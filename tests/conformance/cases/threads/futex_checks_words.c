/* What futex(2) checks of its words, shared and private. */
#include "../../case.h"
#include <linux/futex.h>

#define FUTEX(...) CALL(syscall(SYS_futex, __VA_ARGS__))

CASE(futex_checks_words) {
  static int word[2] = {1, 2};
  char *odd = (char *)word + 1;
  int *read_only = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  FUTEX(odd, FUTEX_WAKE, 1, NULL, NULL, 0);
  FUTEX(BAD, FUTEX_WAKE, 1, NULL, NULL, 0);
  FUTEX(BAD, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
  FUTEX(read_only, FUTEX_WAKE, 1, NULL, NULL, 0);
  FUTEX(read_only, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
  FUTEX(read_only, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
  FUTEX(0xffff800000000000ul, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
  FUTEX(odd, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
  FUTEX(odd, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0);
  munmap(read_only, 4096);
}
