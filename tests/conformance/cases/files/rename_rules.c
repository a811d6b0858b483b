/* rename(2): over files and directories, into itself, RENAME_NOREPLACE, RENAME_EXCHANGE. */
#include "../../case.h"
CASE(rename_rules) {
  struct stat s;
  close(file_with("a", "aaa"));
  close(file_with("b", "bbbb"));
  mkdir("d", 0700);
  mkdir("e", 0700);
  close(file_with("e/full", ""));
  CALL(rename("a", "a"));
  CALL(rename("missing", "x"));
  CALL(rename("a", "missing/x"));
  CALL(rename("a", "d"));
  CALL(rename("d", "a"));
  CALL(rename("d", "e"));
  CALL(rename("d", "d/sub"));
  CALL(rename("a", "b/c"));
  CALL(rename("e", "d"));
  CALL(access("d/full", F_OK));
  CALL(renameat2(AT_FDCWD, "a", AT_FDCWD, "b", RENAME_NOREPLACE));
  CALL(rename("a", "b"));
  stat("b", &s);
  CALL(s.st_size);
  CALL(access("a", F_OK));
  CALL(rename("b", "d/b"));
  CALL(rename("d/b", "moved"));
  CALL(rename("moved", ""));
  CALL(rename("moved", "d/"));
  CALL(rename("moved", "new/"));
  CALL(rename(".", "x"));
  CALL(link("moved", "hard"));
  CALL(rename("moved", "hard"));
  CALL(access("moved", F_OK));
  close(file_with("other", "12"));
  CALL(renameat2(AT_FDCWD, "other", AT_FDCWD, "d", RENAME_EXCHANGE));
  stat("d", &s);
  printf("now a file: %d, %ld\n", S_ISREG(s.st_mode), (long)s.st_size);
  CALL(renameat2(AT_FDCWD, "other", AT_FDCWD, "missing", RENAME_EXCHANGE));
  CALL(renameat2(AT_FDCWD, "a", AT_FDCWD, "b", 100));
  CALL(unlink("d"));
  CALL(unlink("other/full"));
  CALL(rmdir("other"));
  CALL(unlink("moved"));
  CALL(unlink("hard"));
}
