/* A file cut under its mappings: SIGBUS with the address, for shared, private and copied pages. */
#include "../../memory.h"
CASE(file_cut) {
  int fd = file_with(NULL, "");
  ftruncate(fd, 3 * PAGE);
  char *s = mmap(NULL, 3 * PAGE, 3, MAP_SHARED, fd, 0), *p = mmap(NULL, 3 * PAGE, 3, MAP_PRIVATE, fd, 0);
  s[2 * PAGE] = 's', p[2 * PAGE] = 'p', p[PAGE] = 'q';
  CALL(ftruncate(fd, PAGE));
  int g = touch(s + 2 * PAGE + 5, 0);
  printf("%s code %d at %ld\n", sigabbrev_np(g), touch_code, (long)((char *)touch_address - s));
  g = touch(s + PAGE, 1);
  printf("%s code %d at %ld\n", sigabbrev_np(g), touch_code, (long)((char *)touch_address - s));
  printf("%s %s %s\n", reads(p + 2 * PAGE), writes(p + PAGE), reads(p));
  CALL(ftruncate(fd, 3 * PAGE));
  printf("%d %d %d\n", s[2 * PAGE], p[2 * PAGE], p[PAGE]);
  munmap(s, 3 * PAGE), munmap(p, 3 * PAGE), close(fd);
}
