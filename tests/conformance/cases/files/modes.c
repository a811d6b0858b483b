/* chmod(2), chown(2), access(2), umask(2). */
#include "../../case.h"
CASE(modes) {
  struct stat s;
  int fd = file_with("f", "");
  CALL(chmod("f", 04755));
  stat("f", &s);
  printf("%o\n", s.st_mode);
  CALL(fchmod(fd, 0100600));
  stat("f", &s);
  printf("%o\n", s.st_mode);
  CALL(access("f", F_OK));
  CALL(access("f", R_OK | W_OK));
  CALL(access("f", X_OK));
  CALL(access("f", 64));
  CALL(access("missing", F_OK));
  CALL(access("f/x", F_OK));
  CALL(chmod("missing", 0));
  CALL(umask(077));
  CALL(umask(022));
  CALL(chown("f", -1, -1));
  CALL(faccessat(AT_FDCWD, "f", R_OK, AT_EACCESS));
  close(fd);
  unlink("f");
}
