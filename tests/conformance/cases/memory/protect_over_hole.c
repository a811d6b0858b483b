/* mprotect(2) over a hole says ENOMEM, with what stood before the hole changed. */
#include "../../memory.h"
CASE(protect_over_hole) {
  char *a = anonymous(6, 3);
  munmap(a + 3 * PAGE, PAGE);
  CALL(mprotect(a, 6 * PAGE, PROT_READ));
  show_maps(a, 6);
  CALL(mprotect(a + 3 * PAGE, 2 * PAGE, PROT_NONE));
  show_maps(a, 6);
  CALL(mprotect(a + 2 * PAGE, 2 * PAGE, PROT_NONE));
  show_maps(a, 6);
  munmap(a, 6 * PAGE);
}
