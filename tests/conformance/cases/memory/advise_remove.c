/* MADV_REMOVE punches a hole into the file behind a shared, writable mapping. */
#include "../../memory.h"
CASE(advise_remove) {
  int fd = file_with(NULL, "");
  char b[3 * PAGE];
  memset(b, 'r', sizeof b);
  write(fd, b, sizeof b);
  char *s = mmap(NULL, 3 * PAGE, 3, MAP_SHARED, fd, 0), *p = mmap(NULL, PAGE, 3, MAP_PRIVATE, fd, 0);
  char *ro = mmap(NULL, PAGE, 1, MAP_SHARED, fd, 0), *n = anonymous(1, 3);
  struct stat before, after;
  fsync(fd), fstat(fd, &before);
  CALL(madvise(s + PAGE, PAGE, MADV_REMOVE));
  fstat(fd, &after);
  printf("%c %d %c\n", s[0], s[PAGE], s[2 * PAGE]);
  pread(fd, b, 3 * PAGE, 0);
  printf("%c %d %c\n", b[0], b[PAGE], b[2 * PAGE]);
  printf("size %ld, fewer blocks %d\n", (long)after.st_size, after.st_blocks < before.st_blocks);
  CALL(madvise(p, PAGE, MADV_REMOVE));
  CALL(madvise(ro, PAGE, MADV_REMOVE));
  CALL(madvise(n, PAGE, MADV_REMOVE));
  munmap(s, 3 * PAGE), munmap(p, PAGE), munmap(ro, PAGE), munmap(n, PAGE), close(fd);
}
