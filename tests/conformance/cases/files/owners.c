/* chown(2) and its kin: -1 keeps, set-id bits go, links. */
#include "../../case.h"
static void show(const char *name) {
  struct stat s;
  lstat(name, &s);
  printf("%s: %d:%d %o\n", name, s.st_uid, s.st_gid, s.st_mode);
}
CASE(owners) {
  int fd = file_with("o", "");
  symlink("o", "l");
  CALL(chown("o", 12, 34)), show("o");
  CALL(chown("o", -1, 56)), show("o");
  CALL(fchown(fd, 78, -1)), show("o");
  CALL(chmod("o", 06755));
  CALL(chown("o", 1, 1)), show("o");
  CALL(chmod("o", 06745));
  CALL(chown("o", -1, -1)), show("o");
  CALL(lchown("l", 5, 6)), show("l"), show("o");
  CALL(chown("l", 7, 8)), show("l"), show("o");
  CALL(fchownat(AT_FDCWD, "l", 9, 9, AT_SYMLINK_NOFOLLOW)), show("l");
  CALL(fchownat(fd, "", 10, 10, AT_EMPTY_PATH)), show("o");
  CALL(fchownat(AT_FDCWD, "o", 1, 1, 0x8000));
  CALL(chown("missing", 1, 1));
  CALL(fchown(99, 1, 1));
  close(fd), unlink("o"), unlink("l");
}
