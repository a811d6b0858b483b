/* madvise(2): DONTNEED zeroes memory and re-reads files; refusals. */
#include "../../case.h"
CASE(madvise_dontneed) {
  char *m = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(m, 7, 8192);
  CALL(madvise(m, 4096, MADV_DONTNEED));
  printf("%d %d\n", m[0], m[4096]);
  CALL(madvise(m + 1, 4096, MADV_DONTNEED));
  CALL(madvise(m, 4096, 999));
  CALL(madvise(m, 4096, MADV_WILLNEED));
  CALL(madvise(m, 4096, MADV_HUGEPAGE) == 0 || errno == EINVAL);
  munmap(m, 8192);
  CALL(madvise(m, 8192, MADV_DONTNEED));
  int fd = file_with(NULL, "file");
  m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  m[0] = 'X';
  CALL(madvise(m, 4096, MADV_DONTNEED));
  puts(m);
  munmap(m, 4096);
  close(fd);
}
