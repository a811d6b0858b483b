/* MADV_FREE: the contents may go until the page is written again; only for private anonymous memory. */
#include "../../memory.h"
CASE(advise_free) {
  char *a = anonymous(4, 3);
  memset(a, 'f', 4 * PAGE);
  CALL(madvise(a, 4 * PAGE, MADV_FREE));
  a[PAGE] = 'k';
  printf("%d %c\n", a[0] == 'f' || a[0] == 0, a[PAGE]);
  CALL(madvise(a + 1, PAGE, MADV_FREE));
  munmap(a + 2 * PAGE, PAGE);
  CALL(madvise(a, 4 * PAGE, MADV_FREE));
  munmap(a, 4 * PAGE);
  int fd = file_with(NULL, "file");
  a = mmap(NULL, PAGE, 3, MAP_PRIVATE, fd, 0);
  CALL(madvise(a, PAGE, MADV_FREE));
  munmap(a, PAGE);
  a = mmap(NULL, PAGE, 3, MAP_SHARED, fd, 0);
  CALL(madvise(a, PAGE, MADV_FREE));
  munmap(a, PAGE), close(fd);
}
