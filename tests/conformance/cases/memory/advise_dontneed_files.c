/* MADV_DONTNEED: a private mapping forgets its changes, a shared one has none to forget. */
#include "../../memory.h"
CASE(advise_dontneed_files) {
  int fd = file_with(NULL, "original");
  char *p = mmap(NULL, PAGE, 3, MAP_PRIVATE, fd, 0), *s = mmap(NULL, PAGE, 3, MAP_SHARED, fd, 0);
  p[0] = 'P';
  CALL(madvise(p, PAGE, MADV_DONTNEED));
  printf("%.8s\n", p);
  s[0] = 'S';
  CALL(madvise(s, PAGE, MADV_DONTNEED));
  printf("%.8s %.8s\n", s, p);
  char *m = mmap(NULL, PAGE, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  m[0] = 'M';
  CALL(madvise(m, PAGE, MADV_DONTNEED));
  printf("%c\n", m[0]);
  munmap(p, PAGE), munmap(s, PAGE), munmap(m, PAGE), close(fd);
}
