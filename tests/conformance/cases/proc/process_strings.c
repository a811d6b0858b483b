/* /proc/self/cmdline, environ, comm, exe and auxv. */
#include "../../case.h"
#include <sys/auxv.h>
#include <sys/prctl.h>
static ssize_t slurp(const char *path, char *b, size_t n) {
  int fd = open(path, O_RDONLY);
  ssize_t got = read(fd, b, n);
  close(fd);
  return got;
}
CASE(process_strings) {
  static char b[65536], exe[4096];
  ssize_t n = slurp("/proc/self/cmdline", b, sizeof b);
  printf("ends with a null %d, starts with a path %d\n", n > 0 && b[n - 1] == 0, b[0] == '/' || b[0] == '.');
  n = slurp("/proc/self/environ", b, sizeof b);
  printf("PATH there %d, ends %d\n", memmem(b, n, "PATH=/usr/bin", 14) != NULL, b[n - 1] == 0);
  prctl(PR_SET_NAME, "a-name-that-is-long");
  n = slurp("/proc/self/comm", b, sizeof b);
  printf("%.*s", (int)n, b);
  int fd = open("/proc/self/comm", O_WRONLY);
  CALL(write(fd, "written", 7));
  close(fd);
  memset(b, 0, 16), prctl(PR_GET_NAME, b);
  puts(b);
  n = readlink("/proc/self/exe", exe, sizeof exe);
  CALL(access("/proc/self/exe", X_OK));
  struct stat s, t;
  stat("/proc/self/exe", &s), exe[n] = 0, stat(exe, &t);
  printf("the same file %d\n", s.st_ino == t.st_ino);
  n = slurp("/proc/self/auxv", b, sizeof b);
  unsigned long *v = (void *)b, page = 0, entry = 0;
  for (; v[0]; v += 2) {
    if (v[0] == AT_PAGESZ) page = v[1];
    if (v[0] == AT_ENTRY) entry = v[1];
  }
  printf("%lu %d, %ld\n", page, entry == getauxval(AT_ENTRY), (long)n % 16);
  CALL(open("/proc/self/cmdline", O_RDWR) >= 0 || errno == EACCES || errno == EPERM);
}
