/* MADV_POPULATE_READ and _WRITE bring pages in, and say why they could not. */
#include "../../memory.h"
CASE(advise_populate) {
  char *a = anonymous(4, 3);
  CALL(madvise(a, 2 * PAGE, MADV_POPULATE_WRITE));
  show_resident(a, 4);
  CALL(madvise(a, 4 * PAGE, MADV_POPULATE_READ));
  printf("%d\n", a[3 * PAGE]);
  mprotect(a, PAGE, PROT_READ);
  CALL(madvise(a, PAGE, MADV_POPULATE_WRITE));
  CALL(madvise(a, PAGE, MADV_POPULATE_READ));
  mprotect(a, PAGE, PROT_NONE);
  CALL(madvise(a, PAGE, MADV_POPULATE_READ));
  munmap(a + PAGE, PAGE);
  mprotect(a, PAGE, 3);
  CALL(madvise(a, 4 * PAGE, MADV_POPULATE_READ));
  munmap(a, 4 * PAGE);
  int fd = file_with(NULL, "short");
  a = mmap(NULL, 2 * PAGE, 3, MAP_SHARED, fd, 0);
  CALL(madvise(a, PAGE, MADV_POPULATE_WRITE));
  CALL(madvise(a, 2 * PAGE, MADV_POPULATE_READ));
  munmap(a, 2 * PAGE), close(fd);
}
