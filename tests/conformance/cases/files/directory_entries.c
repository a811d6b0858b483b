/* getdents64(2), telldir(3), seekdir(3): positions can be gone back to; small buffers; what is removed meanwhile. */
#include "../../case.h"
#include <dirent.h>
CASE(directory_entries) {
  char name[32], b[4096];
  mkdir("g", 0700);
  for (int i = 0; i < 40; i++) sprintf(name, "g/%d", i), close(open(name, O_CREAT | O_WRONLY, 0600));
  DIR *d = opendir("g");
  long at = -1;
  char after[32] = "";
  int n = 0;
  for (struct dirent *e; (e = readdir(d)); n++) {
    if (n == 20) strcpy(after, e->d_name);
    if (n == 19) at = telldir(d);
  }
  printf("%d entries\n", n);
  seekdir(d, at);
  struct dirent *e = readdir(d);
  printf("the same again: %d\n", e && !strcmp(e->d_name, after));
  rewinddir(d);
  for (n = 0; readdir(d); n++);
  printf("%d again\n", n);
  closedir(d);
  int fd = open("g", O_RDONLY | O_DIRECTORY);
  CALL(syscall(SYS_getdents64, fd, b, 10));
  CALL(syscall(SYS_getdents64, fd, b, 24) > 0);
  int total = 1;
  for (long r; (r = syscall(SYS_getdents64, fd, b, 64)) > 0;)
    for (long o = 0; o < r; o += *(unsigned short *)(b + o + 16)) total++;
  CALL(total);
  CALL(syscall(SYS_getdents64, fd, b, 4096));
  CALL(lseek(fd, 0, SEEK_SET));
  CALL(syscall(SYS_getdents64, fd, BAD, 4096));
  CALL(syscall(SYS_getdents64, fd, b, 4096) > 0);
  for (int i = 0; i < 40; i++) sprintf(name, "g/%d", i), unlink(name);
  rmdir("g");
  lseek(fd, 0, SEEK_SET);
  CALL(syscall(SYS_getdents64, fd, b, 4096));
  close(fd);
  fd = file_with(NULL, "");
  CALL(syscall(SYS_getdents64, fd, b, 4096));
  CALL(syscall(SYS_getdents64, 99, b, 4096));
  close(fd);
}
