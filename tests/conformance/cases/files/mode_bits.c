/* chmod(2), fchmod(2), fchmodat(2): set-id and sticky bits, umask(2), links, type bits. */
#include "../../case.h"
static void show(const char *name) {
  struct stat s;
  printf("%s: %o\n", name, lstat(name, &s) ? -1 : s.st_mode);
}
CASE(mode_bits) {
  mode_t old = umask(027);
  int fd = open("m", O_CREAT | O_RDWR, 0777);
  show("m");
  mkdir("d", 01777), show("d");
  mkfifo("p", 0666), show("p");
  CALL(umask(07777));
  CALL(umask(old));
  CALL(chmod("m", 06755)), show("m");
  CALL(chmod("m", 0107777)), show("m");
  CALL(fchmod(fd, 0)), show("m");
  CALL(chmod("d", 02700)), show("d");
  mkdir("d/sub", 0700), show("d/sub");
  symlink("m", "l");
  CALL(fchmodat(AT_FDCWD, "l", 0640, 0)), show("m"), show("l");
  CALL(fchmodat(99, "m", 0600, 0));
  CALL(fchmod(99, 0600));
  CALL(chmod("missing", 0600));
  CALL(chmod("m/x", 0600));
  close(fd), unlink("m"), unlink("l"), unlink("p"), rmdir("d/sub"), rmdir("d");
}
