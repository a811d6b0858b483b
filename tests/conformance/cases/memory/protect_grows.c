/* PROT_GROWSDOWN and PROT_GROWSUP: only for areas that grow that way. */
#include "../../memory.h"
CASE(protect_grows) {
  char *a = anonymous(4, 3);
  CALL(mprotect(a, PAGE, PROT_READ | PROT_GROWSDOWN));
  CALL(mprotect(a, PAGE, PROT_READ | PROT_GROWSUP));
  CALL(mprotect(a, PAGE, PROT_READ | PROT_GROWSUP | PROT_GROWSDOWN));
  show_maps(a, 4);
  munmap(a, 4 * PAGE);
  char *r = room(600);
  munmap(r, 600 * PAGE);
  a = mmap(r + 590 * PAGE, 10 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED, -1, 0);
  CALL(mprotect(a + 5 * PAGE, PAGE, PROT_READ | PROT_GROWSDOWN));
  show_maps(a, 10);
  CALL(mprotect(a + 8 * PAGE, PAGE, PROT_READ | PROT_GROWSUP));
  show_maps(a, 10);
  munmap(r, 600 * PAGE);
}
