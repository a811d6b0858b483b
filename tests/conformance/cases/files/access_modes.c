/* access(2) and faccessat2(2) as root: everything but executing what nobody may. */
#include "../../case.h"
CASE(access_modes) {
  close(file_with("a", ""));
  chmod("a", 0);
  CALL(access("a", F_OK));
  CALL(access("a", R_OK | W_OK));
  CALL(access("a", X_OK));
  chmod("a", 0001);
  CALL(access("a", X_OK));
  mkdir("d", 0);
  CALL(access("d", R_OK | W_OK | X_OK));
  symlink("nowhere", "l");
  CALL(access("l", F_OK));
  CALL(faccessat(AT_FDCWD, "l", F_OK, AT_SYMLINK_NOFOLLOW));
  CALL(syscall(SYS_faccessat2, AT_FDCWD, "a", X_OK, AT_EACCESS));
  CALL(syscall(SYS_faccessat2, AT_FDCWD, "a", 8, 0));
  CALL(syscall(SYS_faccessat2, AT_FDCWD, "a", 0, 0x8000));
  CALL(syscall(SYS_faccessat2, open("a", O_PATH), "", R_OK, AT_EMPTY_PATH));
  CALL(access("a/b", F_OK));
  CALL(access("", F_OK));
  CALL(access(BAD, F_OK));
  CALL(access("missing", 99));
  for (int i = 3; i < 10; i++) close(i);
  unlink("a"), unlink("l"), rmdir("d");
}
