/* /proc/self/fdinfo: position and flags. */
#include "../../case.h"
static void show(int fd) {
  char path[64], line[128];
  sprintf(path, "/proc/self/fdinfo/%d", fd);
  FILE *f = fopen(path, "r");
  if (!f) { printf("%s\n", strerrorname_np(errno)); return; }
  while (fgets(line, sizeof line, f))
    if (!strncmp(line, "pos:", 4) || !strncmp(line, "flags:", 6)) printf("%s", line);
  fclose(f);
}
/* Whether mountinfo has the descriptor's mount, and at a directory above `inside`. */
static int is_mounted_above(int fd, const char *inside) {
  char path[64], line[1024], at[512];
  int id = -1, other, found = 0;
  sprintf(path, "/proc/self/fdinfo/%d", fd);
  FILE *f = fopen(path, "r");
  while (fgets(line, sizeof line, f)) sscanf(line, "mnt_id: %d", &id);
  fclose(f);
  f = fopen("/proc/self/mountinfo", "r");
  while (fgets(line, sizeof line, f))
    if (sscanf(line, "%d %*d %*s %*s %511s", &other, at) == 2 && other == id) found = !strncmp(at, inside, strlen(at));
  fclose(f);
  return found;
}
CASE(descriptor_infos) {
  char here[512];
  int fd = file_with(NULL, "0123456789"), p[2];
  lseek(fd, 4, SEEK_SET), show(fd);
  fcntl(fd, F_SETFL, O_APPEND), fcntl(fd, F_SETFD, FD_CLOEXEC), show(fd);
  pipe2(p, O_NONBLOCK), show(p[0]), show(p[1]);
  show(99);
  int proc = open("/proc/version", O_RDONLY);
  CALL(is_mounted_above(fd, getcwd(here, sizeof here)));
  CALL(is_mounted_above(proc, "/proc"));
  CALL(is_mounted_above(p[0], "/"));
  close(proc);
  close(fd), close(p[0]), close(p[1]);
}
