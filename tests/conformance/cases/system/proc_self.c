/* /proc/self: what programs read there. */
#include "../../case.h"
static int has(const char *path, const char *text) {
  static char b[65536];
  int fd = open(path, O_RDONLY), n = 0;
  if (fd < 0) return -errno;
  for (long got; n < 65000 && (got = read(fd, b + n, 65000 - n)) > 0;) n += got;
  close(fd);
  return memmem(b, n, text, strlen(text)) != NULL;
}
CASE(proc_self) {
  char b[4096] = {0}, path[64];
  int fd = file_with("named", "x");
  sprintf(path, "/proc/self/fd/%d", fd);
  CALL(readlink(path, b, 4095) > 0);
  puts(strrchr(b, '/'));
  struct stat s;
  CALL(lstat(path, &s));
  CALL(S_ISLNK(s.st_mode));
  CALL(stat(path, &s));
  CALL(S_ISREG(s.st_mode));
  unlink("named");
  memset(b, 0, sizeof b);
  readlink(path, b, 4095);
  puts(strrchr(b, '/'));
  close(fd);
  CALL(readlink(path, b, 4095));
  CALL(readlink("/proc/self/exe", b, 4095) > 0);
  CALL(has("/proc/self/maps", "[stack]"));
  CALL(has("/proc/self/maps", "[heap]"));
  CALL(has("/proc/self/status", "Threads:\t1\n"));
  CALL(has("/proc/self/cmdline", "conformance"));
  CALL(has("/proc/self/environ", "PATH="));
  CALL(has("/proc/self/stat", ") R "));
  CALL(has("/proc/self/statm", " "));
  CALL(has("/proc/self/mounts", " / "));
  CALL(has("/proc/self/limits", "Max open files"));
  CALL(has("/proc/self/comm", "\n"));
  CALL(has("/proc/meminfo", "MemTotal:"));
  CALL(has("/proc/cpuinfo", "model name"));
  CALL(has("/proc/uptime", "."));
  CALL(has("/proc/loadavg", "."));
  CALL(has("/proc/stat", "cpu "));
  CALL(has("/proc/version", "Linux version"));
  CALL(has("/proc/filesystems", "proc"));
  CALL(has("/proc/sys/kernel/ostype", "Linux"));
  CALL(has("/proc/sys/vm/overcommit_memory", "\n"));
  CALL(has("/proc/self/missing", ""));
  CALL(open("/proc/self/maps", O_WRONLY) >= 0 || errno == EACCES || errno == EPERM);
  CALL(mkdir("/proc/x", 0700) == -1);
}
