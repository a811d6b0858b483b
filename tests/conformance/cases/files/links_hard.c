/* link(2) and linkat(2): counts, directories, links to links, what is there. */
#include "../../case.h"
CASE(links_hard) {
  struct stat s;
  close(file_with("h", "hard")), symlink("h", "soft"), mkdir("d", 0700);
  CALL(link("h", "h2"));
  stat("h2", &s);
  printf("%ld\n", (long)s.st_nlink);
  CALL(link("h", "h2"));
  CALL(link("missing", "h3"));
  CALL(link("h", "missing/h3"));
  CALL(link("d", "d2"));
  CALL(link("h", "d"));
  CALL(link("h", "d/"));
  CALL(link("h", "h3/"));
  CALL(link("soft", "soft2"));
  lstat("soft2", &s);
  printf("a link: %d, %ld\n", S_ISLNK(s.st_mode), (long)s.st_nlink);
  CALL(linkat(AT_FDCWD, "soft", AT_FDCWD, "hard3", AT_SYMLINK_FOLLOW));
  lstat("hard3", &s);
  printf("a link: %d, %ld\n", S_ISLNK(s.st_mode), (long)s.st_nlink);
  CALL(linkat(AT_FDCWD, "h", AT_FDCWD, "h4", 0x8000));
  CALL(unlink("h"));
  stat("h2", &s);
  printf("%ld\n", (long)s.st_nlink);
  CALL(link("h2", "d/in"));
  CALL(unlink("d/in"));
  CALL(link("", "x"));
  unlink("h2"), unlink("soft"), unlink("soft2"), unlink("hard3"), rmdir("d");
}
