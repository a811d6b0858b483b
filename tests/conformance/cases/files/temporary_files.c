/* O_TMPFILE, memfd_create(2), linkat(2) of a file without a name. */
#include "../../case.h"
CASE(temporary_files) {
  struct stat s;
  char path[64];
  int fd = open(".", O_TMPFILE | O_RDWR, 0600);
  CALL(write(fd, "abc", 3));
  fstat(fd, &s);
  printf("%o %ld %ld\n", s.st_mode, (long)s.st_nlink, (long)s.st_size);
  close(fd);
  CALL(open(".", O_TMPFILE | O_RDONLY, 0600));
  CALL(open("missing", O_TMPFILE | O_RDWR, 0600));
  fd = memfd_create("name", MFD_CLOEXEC);
  CALL(fcntl(fd, F_GETFD));
  CALL(ftruncate(fd, 5000));
  char *m = mmap(NULL, 5000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  strcpy(m + 4500, "shared");
  char b[8];
  CALL(pread(fd, b, 7, 4500));
  puts(b);
  munmap(m, 5000);
  sprintf(path, "/proc/self/fd/%d", fd);
  char target[64] = {0};
  readlink(path, target, 63);
  puts(target);
  close(fd);
  CALL(memfd_create("x", 0x8000));
}
