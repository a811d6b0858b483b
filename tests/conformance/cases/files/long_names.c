/* ENAMETOOLONG for components and paths. */
#include "../../case.h"
#include <limits.h>
CASE(long_names) {
  static char name[300], path[5000];
  struct stat s;
  memset(name, 'n', 255);
  CALL(mkdir(name, 0700));
  CALL(rmdir(name));
  memset(name, 'n', 256);
  CALL(mkdir(name, 0700));
  CALL(open(name, O_RDONLY));
  for (int i = 0; i < 4094; i += 2) memcpy(path + i, "./", 2);
  path[4094] = '.';
  CALL(stat(path, &s));
  path[4095] = '/';
  CALL(stat(path, &s));
  memset(path, 'a', 4999);
  CALL(stat(path, &s));
  CALL(symlink(path, "x"));
}
