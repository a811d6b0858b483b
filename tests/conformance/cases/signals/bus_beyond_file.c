/* Touching a mapping beyond its file's end: SIGBUS, BUS_ADRERR; a handler may make the file longer and go on. */
#include "../../case.h"
#include <setjmp.h>
static int fd;
static volatile int code, count;
static void *volatile address;
static void grow(int s, siginfo_t *i, void *c) {
  code = i->si_code, address = i->si_addr, count++;
  ftruncate(fd, 8192);
}
CASE(bus_beyond_file) {
  fd = file_with(NULL, "abc");
  char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  count = 0;
  on_siginfo(SIGBUS, grow, 0);
  CALL(p[3]);
  CALL(count);
  p[5000] = 'x';
  printf("%d: code %d at %ld\n", count, code, (long)((char *)address - p));
  char c = 0;
  CALL(pread(fd, &c, 1, 5000));
  printf("%c\n", c);
  munmap(p, 8192), close(fd);
  signal(SIGBUS, SIG_DFL);
}
