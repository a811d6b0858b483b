/* Mappings of a file and the file itself show the same bytes; the end of the file; mincore over the page cache. */
#include "../../case.h"
#include <setjmp.h>
static sigjmp_buf back;
static void caught(int s) { siglongjmp(back, s); }
static int look(volatile char *a) {
  on_signal(SIGBUS, caught, 0), on_signal(SIGSEGV, caught, 0);
  int s = sigsetjmp(back, 1);
  if (!s) s = -*a;
  on_signal(SIGBUS, SIG_DFL, 0), on_signal(SIGSEGV, SIG_DFL, 0);
  return s;
}
CASE(mem_shared_files) {
  int fd = file_with("shared", "0123456789");
  ftruncate(fd, 3 * 4096 + 10);
  char *s = mmap(NULL, 5 * 4096, 3, MAP_SHARED, fd, 0), *t = mmap(NULL, 4096, 1, MAP_SHARED, fd, 4096);
  char *p = mmap(NULL, 5 * 4096, 3, MAP_PRIVATE, fd, 0);
  s[4096] = 'A';
  printf("second view: %c, private: %c\n", *t, p[4096]);
  pwrite(fd, "B", 1, 4096);
  printf("written: %c %c %c\n", s[4096], *t, p[4096]);
  p[4096] = 'C';
  pwrite(fd, "D", 1, 4096);
  char b;
  pread(fd, &b, 1, 4096);
  printf("after a private write: %c %c %c, file %c\n", s[4096], *t, p[4096], b);
  s[3 * 4096 + 20] = 'E';
  printf("behind the end, same page: %d; next page: %d %d\n", look(s + 3 * 4096 + 20), look(s + 4 * 4096), look(p + 4 * 4096));
  CALL(ftruncate(fd, 4096));
  printf("cut: %d %d %d\n", look(s + 4096), look(p + 2 * 4096), look(s));
  CALL(ftruncate(fd, 5 * 4096));
  printf("longer again: %d %d\n", look(s + 4096), look(s + 4 * 4096));
  CALL(ftruncate(fd, 5));
  CALL(ftruncate(fd, 10));
  printf("zeroed tail: %d %c\n", s[7], s[4]);
  CALL(msync(s, 4096, MS_SYNC));
  CALL(unlink("shared"));
  close(fd);
  s[0] = 'F';
  printf("without name and descriptor: %c\n", *s);
  munmap(s, 5 * 4096), munmap(t, 4096), munmap(p, 5 * 4096);
}
