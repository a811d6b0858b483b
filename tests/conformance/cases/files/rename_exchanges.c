/* renameat2(2): RENAME_EXCHANGE of a file and a directory, RENAME_NOREPLACE, flags that do not go together. */
#include "../../case.h"
CASE(rename_exchanges) {
  struct stat s;
  close(file_with("x", "file")), mkdir("y", 0700), mkdir("y/z", 0700);
  CALL(renameat2(AT_FDCWD, "x", AT_FDCWD, "y/z", RENAME_EXCHANGE));
  stat("y/z", &s);
  printf("%ld %d\n", (long)s.st_size, S_ISREG(s.st_mode));
  stat("y", &s);
  printf("links %ld\n", (long)s.st_nlink);
  CALL(renameat2(AT_FDCWD, "y", AT_FDCWD, "y/z", RENAME_EXCHANGE));
  CALL(renameat2(AT_FDCWD, "y/z", AT_FDCWD, "y", RENAME_EXCHANGE));
  CALL(renameat2(AT_FDCWD, "x", AT_FDCWD, "missing", RENAME_EXCHANGE));
  CALL(renameat2(AT_FDCWD, "x", AT_FDCWD, "y", RENAME_NOREPLACE));
  CALL(renameat2(AT_FDCWD, "x", AT_FDCWD, "new", RENAME_NOREPLACE));
  CALL(renameat2(AT_FDCWD, "new", AT_FDCWD, "x", RENAME_NOREPLACE | RENAME_EXCHANGE));
  CALL(renameat2(AT_FDCWD, "new", AT_FDCWD, "x", 0x80));
  CALL(renameat2(AT_FDCWD, "new", AT_FDCWD, "new", RENAME_NOREPLACE));
  CALL(renameat2(AT_FDCWD, "new", AT_FDCWD, "new", RENAME_EXCHANGE));
  rmdir("new"), unlink("y/z"), rmdir("y");
}
