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
CASE(descriptor_infos) {
  int fd = file_with(NULL, "0123456789"), p[2];
  lseek(fd, 4, SEEK_SET), show(fd);
  fcntl(fd, F_SETFL, O_APPEND), fcntl(fd, F_SETFD, FD_CLOEXEC), show(fd);
  pipe2(p, O_NONBLOCK), show(p[0]), show(p[1]);
  show(99);
  close(fd), close(p[0]), close(p[1]);
}
