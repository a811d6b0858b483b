/* mkdir(2), rmdir(2), link counts, getdents(2) through readdir(3). */
#include "../../case.h"
#include <dirent.h>
static int compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }
CASE(directories) {
  struct stat s;
  CALL(mkdir("d", 0777));
  CALL(mkdir("d", 0777));
  CALL(mkdir("d/", 0777));
  CALL(mkdir("missing/d", 0777));
  CALL(mkdir("d/one/", 01777));
  CALL(mkdir("d/two", 0700));
  stat("d", &s);
  printf("mode %o links %ld\n", s.st_mode, (long)s.st_nlink);
  stat("d/one", &s);
  printf("mode %o links %ld\n", s.st_mode, (long)s.st_nlink);
  CALL(rmdir("d"));
  CALL(rmdir("d/."));
  CALL(rmdir("d/one/.."));
  char name[32], *names[400];
  for (int i = 0; i < 300; i++) {
    sprintf(name, "d/file%d", i);
    close(open(name, O_CREAT | O_WRONLY, 0600));
  }
  DIR *dir = opendir("d");
  int n = 0;
  for (struct dirent *e; (e = readdir(dir));) names[n++] = strdup(e->d_name);
  CALL(n);
  qsort(names, n, sizeof *names, compare);
  printf("%s %s %s %s\n", names[0], names[1], names[2], names[n - 1]);
  rewinddir(dir);
  n = 0;
  for (struct dirent *e; (e = readdir(dir));) {
    sprintf(name, "d/%.20s", e->d_name);
    if (e->d_type == DT_REG) n += unlink(name) == 0;
  }
  CALL(n);
  closedir(dir);
  CALL(rmdir("d/one"));
  CALL(rmdir("d/two"));
  stat("d", &s);
  CALL(s.st_nlink);
  CALL(rmdir("d"));
  close(file_with("f", ""));
  CALL(rmdir("f"));
  CALL(mkdir("f", 0700));
  unlink("f");
}
