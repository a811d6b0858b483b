/* madvise(2): every value on private, shared and file memory; ranges; what stays of the contents. */
#include "../../case.h"
#include <sys/resource.h>
CASE(mem_madvise_values) {
  int fd = file_with(NULL, "file contents"), ro = open("/etc/passwd", O_RDONLY);
  ftruncate(fd, 16384);
  char *p = mmap(NULL, 16384, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *s = mmap(NULL, 16384, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  char *f = mmap(NULL, 16384, 3, MAP_SHARED, fd, 0);
  char *c = mmap(NULL, 16384, 3, MAP_PRIVATE, fd, 0);
  char *r = mmap(NULL, 4096, 1, MAP_SHARED, ro, 0);
  int values[] = {0, 1, 2, 3, 4, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23, 24, 5, 7, 26, 99, -1, 1 << 30};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    int v = values[i];
    memset(p, 'p', 4), memset(s, 's', 4), memset(f, 'f', 4), memset(c, 'c', 4);
    printf("%d:", v);
    char *all[] = {p, s, f, c, r};
    for (int j = 0; j < 5; j++)
      if (madvise(all[j], 4096, v)) printf(" %s", strerrorname_np(errno));
      else printf(" 0/%d", j == 4 ? 0 : v == MADV_FREE ? 0 : all[j][0]);
    puts("");
  }
  CALL(madvise(p + 1, 4096, MADV_NORMAL));
  CALL(madvise(p, 0, MADV_NORMAL));
  CALL(madvise(p, 0, 99));
  CALL(madvise(p, -1L, MADV_NORMAL));
  CALL(madvise(p, -8192L, MADV_NORMAL));
  CALL(madvise((void *)0x10000, 4096, MADV_DONTNEED));
  CALL(munmap(p + 4096, 4096));
  memset(p, 'p', 4096), memset(p + 8192, 'q', 4096);
  CALL(madvise(p, 16384, MADV_DONTNEED));
  printf("%d %d\n", p[0], p[8192]);
  CALL(madvise(p, 16384, MADV_POPULATE_READ));
  CALL(mprotect(p, 4096, PROT_READ));
  CALL(madvise(p, 4096, MADV_POPULATE_WRITE));
  CALL(madvise(p, 4096, MADV_POPULATE_READ));
  ftruncate(fd, 4096);
  CALL(madvise(f, 16384, MADV_POPULATE_READ));
  munmap(p, 16384), munmap(s, 16384), munmap(f, 16384), munmap(c, 16384), munmap(r, 4096);
  close(fd), close(ro);
}
