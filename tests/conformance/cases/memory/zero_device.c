/* A mapping of /dev/zero is memory: private, or shared as MAP_SHARED | MAP_ANONYMOUS. */
#include "../../memory.h"
CASE(zero_device) {
  int fd = open("/dev/zero", O_RDWR);
  char *p, *s, *t;
  WORKS(p = mmap(NULL, 2 * PAGE, 3, MAP_PRIVATE, fd, 0));
  WORKS(s = mmap(NULL, 2 * PAGE, 3, MAP_SHARED, fd, 0));
  close(fd);
  printf("%d %d\n", p[0], s[PAGE]);
  p[0] = 'p', s[PAGE] = 's';
  WORKS(t = mremap(s, 0, 2 * PAGE, MREMAP_MAYMOVE));
  printf("%c %c\n", p[0], t[PAGE]);
  madvise(p, PAGE, MADV_DONTNEED), madvise(s + PAGE, PAGE, MADV_DONTNEED);
  printf("%d %c\n", p[0], s[PAGE]);
  munmap(p, 2 * PAGE), munmap(s, 2 * PAGE), munmap(t, 2 * PAGE);
  fd = open("/dev/zero", O_RDWR);
  WORKS(p = mmap(NULL, PAGE, 3, MAP_SHARED_VALIDATE, fd, 5 * PAGE));
  CALL(mlock(p, PAGE));
  munmap(p, PAGE);
  WORKS(p = mmap(NULL, 3 * PAGE, 3, MAP_SHARED, fd, PAGE));
  CALL(mlock(p, 2 * PAGE));
  CALL(mlock(p + 2 * PAGE, PAGE));
  munmap(p, 3 * PAGE);
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED_VALIDATE | 0x800000, fd, 0));
  WORKS(mmap(NULL, PAGE, 3, 0, fd, 0));
  WORKS(mmap(NULL, PAGE, 3, MAP_PRIVATE, fd, -PAGE));
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED | MAP_GROWSDOWN, fd, 0));
  close(fd);
  fd = open("/dev/zero", O_RDONLY);
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED, fd, 0));
  WORKS(p = mmap(NULL, PAGE, 3, MAP_PRIVATE, fd, 0));
  munmap(p, PAGE), close(fd);
}
