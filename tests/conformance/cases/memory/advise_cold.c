/* MADV_COLD, PAGEOUT, WILLNEED, SEQUENTIAL, RANDOM, NORMAL change nothing that a program reads. */
#include "../../memory.h"
CASE(advise_cold) {
  int fd = file_with(NULL, "cold file"), all[] = {MADV_COLD, MADV_PAGEOUT, MADV_WILLNEED, MADV_SEQUENTIAL, MADV_RANDOM, MADV_NORMAL};
  char *a = anonymous(1, 3), *f = mmap(NULL, PAGE, 3, MAP_SHARED, fd, 0);
  a[0] = 'c', f[0] = 'C';
  for (int i = 0; i < 6; i++) {
    CALL(madvise(a, PAGE, all[i]));
    CALL(madvise(f, PAGE, all[i]));
  }
  printf("%c %.9s\n", a[0], f);
  munmap(a, PAGE), munmap(f, PAGE), close(fd);
}
