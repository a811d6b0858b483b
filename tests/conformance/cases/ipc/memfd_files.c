/* memfd_create(2): a file without a name; the name that is shown, flags, sizes. */
#include "../../memory.h"
CASE(memfd_files) {
  char b[256], path[64], name[260];
  struct stat s;
  int fd;
  WORKS(fd = memfd_create("shown", MFD_CLOEXEC));
  CALL(fcntl(fd, F_GETFD));
  CALL(fcntl(fd, F_GETFL) & O_ACCMODE);
  sprintf(path, "/proc/self/fd/%d", fd);
  memset(b, 0, sizeof b);
  readlink(path, b, 255);
  puts(b);
  fstat(fd, &s);
  printf("%o %ld links %ld\n", s.st_mode, (long)s.st_size, (long)s.st_nlink);
  CALL(write(fd, "memory", 6));
  CALL(ftruncate(fd, 2 * PAGE));
  char *a = mmap(NULL, 2 * PAGE, 3, MAP_SHARED, fd, 0);
  printf("%s\n", a);
  show_maps(a, 1);
  int again = open(path, O_RDONLY);
  CALL(pread(again, b, 6, 0));
  CALL(write(again, b, 1));
  CALL(fcntl(again, F_GETFL) & O_ACCMODE);
  CALL(memfd_create("x", 0x8000));
  CALL(memfd_create(BAD, 0));
  memset(name, 'n', sizeof name), name[249] = 0;
  int most;
  WORKS(most = memfd_create(name, 0));
  name[249] = 'n', name[250] = 0;
  CALL(memfd_create(name, 0));
  munmap(a, 2 * PAGE), close(fd), close(again), close(most);
}
