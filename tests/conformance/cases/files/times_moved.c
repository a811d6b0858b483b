/* Which calls move which of a file's times. */
#include "../../case.h"
static struct stat before;
static void arm(int fd) {
  struct timespec t[2] = {{100, 0}, {100, 0}};
  futimens(fd, t);
  fstat(fd, &before);
  usleep(12000);
}
static void moved(const char *what, int fd) {
  struct stat s;
  fstat(fd, &s);
  printf("%s: modified %d changed %d\n", what, s.st_mtim.tv_sec != 100, s.st_ctim.tv_sec != before.st_ctim.tv_sec || s.st_ctim.tv_nsec != before.st_ctim.tv_nsec);
}
CASE(times_moved) {
  int fd = file_with("tm", "0123456789"), dir;
  arm(fd), write(fd, "x", 1), moved("write", fd);
  arm(fd), write(fd, "x", 0), moved("write of nothing", fd);
  arm(fd), ftruncate(fd, 10), moved("ftruncate to the same", fd);
  arm(fd), ftruncate(fd, 5), moved("ftruncate", fd);
  arm(fd), truncate("tm", 5), moved("truncate to the same", fd);
  arm(fd), fchmod(fd, 0600), moved("chmod", fd);
  arm(fd), fchown(fd, 0, 0), moved("chown", fd);
  arm(fd), link("tm", "tm2"), moved("link", fd);
  arm(fd), unlink("tm2"), moved("unlink", fd);
  arm(fd), rename("tm", "tn"), moved("rename", fd);
  arm(fd), close(open("tn", O_RDWR | O_TRUNC)), moved("O_TRUNC", fd);
  arm(fd), pread(fd, &before.st_size, 0, 0), moved("read", fd);
  mkdir("td", 0700), dir = open("td", O_RDONLY);
  arm(dir), close(open("td/f", O_CREAT | O_WRONLY, 0600)), moved("a file made", dir);
  arm(dir), chmod("td/f", 0644), moved("a file changed", dir);
  arm(dir), rename("td/f", "td/g"), moved("a file renamed", dir);
  arm(dir), unlink("td/g"), moved("a file removed", dir);
  close(fd), close(dir), unlink("tn"), rmdir("td");
}
