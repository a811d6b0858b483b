/* A moved mapping of a file shows the same bytes of it, and those behind where it grows. */
#include "../../memory.h"
CASE(remap_file) {
  int fd = file_with("remapped", "");
  ftruncate(fd, 4 * PAGE);
  for (int i = 0; i < 4; i++) pwrite(fd, "0123" + i, 1, i * PAGE);
  char *a = mmap(NULL, PAGE, 3, MAP_SHARED, fd, PAGE), *b;
  WORKS(b = mremap(a, PAGE, 3 * PAGE, MREMAP_MAYMOVE));
  printf("%c%c%c\n", b[0], b[PAGE], b[2 * PAGE]);
  show_maps(b, 3);
  b[PAGE] = 'X';
  char c;
  pread(fd, &c, 1, 2 * PAGE);
  printf("%c\n", c);
  WORKS(b = mremap(b, 3 * PAGE, 5 * PAGE, MREMAP_MAYMOVE));
  printf("%s %s\n", reads(b + 2 * PAGE), reads(b + 3 * PAGE));
  munmap(b, 5 * PAGE);
  close(fd), unlink("remapped");
}
