/* A directory that is removed while it is open keeps those above it, a thousand levels of them, until it is closed. */
#include "../../case.h"
CASE(removed_directories) {
  char before[4096];
  getcwd(before, sizeof before);
  int made = 0, removed = 0;
  for (int i = 0; i < 1000; i++) made += mkdir("deep", 0700) == 0 && chdir("deep") == 0;
  int fd = open(".", O_RDONLY | O_DIRECTORY);
  for (int i = 0; i < 1000; i++) removed += chdir("..") == 0 && rmdir("deep") == 0;
  CALL(made);
  CALL(removed);
  CALL(openat(fd, "x", O_CREAT | O_WRONLY, 0600));
  CALL(close(fd));
  char after[4096];
  getcwd(after, sizeof after);
  CALL(strcmp(before, after));
}
