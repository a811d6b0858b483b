/* A shared mapping of a file that was opened for reading never becomes writable. */
#include "../../memory.h"
CASE(protect_shared_file) {
  close(file_with("read-only", "0123456789"));
  int fd = open("read-only", O_RDONLY);
  char *s, *p;
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED, fd, 0));
  WORKS(s = mmap(NULL, PAGE, 1, MAP_SHARED, fd, 0));
  CALL(mprotect(s, PAGE, 3));
  CALL(mprotect(s, PAGE, 5));
  printf("%s %s\n", reads(s), writes(s));
  WORKS(p = mmap(NULL, PAGE, 1, MAP_PRIVATE, fd, 0));
  CALL(mprotect(p, PAGE, 3));
  p[0] = 'P';
  printf("%c %c\n", p[0], s[0]);
  close(fd);
  fd = open("read-only", O_WRONLY);
  WORKS(mmap(NULL, PAGE, 1, MAP_SHARED, fd, 0));
  WORKS(mmap(NULL, PAGE, 2, MAP_PRIVATE, fd, 0));
  close(fd);
  fd = open("read-only", O_RDWR);
  char *w = mmap(NULL, PAGE, 1, MAP_SHARED, fd, 0);
  close(fd);
  CALL(mprotect(w, PAGE, 3));
  w[0] = 'W';
  printf("%c %c\n", p[0], s[0]);
  munmap(s, PAGE), munmap(p, PAGE), munmap(w, PAGE), unlink("read-only");
}
