/* /proc/self/fd: names of what is open, opening through them, listing. */
#include "../../case.h"
#include <dirent.h>
#include <sys/eventfd.h>
static void show(int fd) {
  char path[64], b[512] = {0};
  sprintf(path, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(path, b, 511);
  char *base = strchr(b, ':') ? b : strrchr(b, '/');
  if (n < 0) printf("%s\n", strerrorname_np(errno));
  else if (!strncmp(b, "pipe:[", 6)) printf("pipe:[]\n");
  else puts(base ? base : b);
}
CASE(descriptor_links) {
  int fd = file_with("linked-fd", "0123456789"), p[2], memory = memfd_create("m", 0), dir = open("/proc", O_RDONLY);
  pipe(p);
  show(fd), show(p[0]), show(memory), show(dir), show(99);
  rename("linked-fd", "renamed-fd"), show(fd);
  unlink("renamed-fd"), show(fd);
  char path[64], b[8] = {0};
  sprintf(path, "/proc/self/fd/%d", fd);
  int again = open(path, O_RDONLY);
  CALL(read(again, b, 4));
  puts(b);
  CALL(lseek(fd, 0, SEEK_CUR));
  struct stat s, t;
  fstat(fd, &s), stat(path, &t);
  printf("%d\n", s.st_ino == t.st_ino);
  sprintf(path, "/dev/fd/%d", fd);
  CALL(access(path, F_OK));
  DIR *d = opendir("/proc/self/fd");
  int seen = 0;
  for (struct dirent *e; (e = readdir(d));) seen |= atoi(e->d_name) == fd;
  closedir(d);
  printf("listed %d\n", seen);
  close(fd), close(again), close(p[0]), close(p[1]), close(memory), close(dir);
}
