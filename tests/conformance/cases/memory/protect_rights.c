/* mprotect(2): what each protection allows, with the code that the signal carries. */
#include "../../memory.h"
CASE(protect_rights) {
  char *a = anonymous(1, 3);
  int all[] = {PROT_NONE, PROT_READ, PROT_WRITE, PROT_READ | PROT_WRITE, PROT_EXEC, PROT_READ | PROT_EXEC, 7};
  for (int i = 0; i < 7; i++) {
    CALL(mprotect(a, PAGE, all[i]));
    int w = touch(a, 1);
    printf("%d: write %d %d", all[i], w, w ? touch_code : 0);
    if (all[i] != PROT_EXEC) printf(" read %s", reads(a));
    printf("\n");
    show_maps(a, 1);
  }
  CALL(mprotect(a, PAGE, 8));
  CALL(mprotect(a, PAGE, 0x10));
  CALL(mprotect(a, PAGE, 0x12345670));
  CALL(mprotect(a + 1, PAGE, 3));
  CALL(mprotect(a, 0, 3));
  CALL(mprotect(a, -1L, 3));
  munmap(a, PAGE);
  CALL(mprotect(a, PAGE, 3));
  CALL(mprotect(a, 0, 3));
}
