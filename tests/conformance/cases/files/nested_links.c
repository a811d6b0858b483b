/* Links in the middle of links' targets, up to forty: what is left of each path goes on where it stood. */
#include "../../case.h"
CASE(nested_links) {
  char name[32], target[64], path[64];
  struct stat s;
  mkdir("nd", 0700);
  close(open("nd/f", O_CREAT | O_WRONLY, 0600));
  symlink("nd", "nl0");
  for (int i = 1; i < 45; i++) {
    sprintf(name, "nl%d", i), sprintf(target, i % 3 ? "nl%d/." : "nl%d/../nd/.", i - 1);
    symlink(target, name);
  }
  for (int i = 36; i < 45; i += 2) {
    sprintf(path, "nl%d/f", i);
    printf("%s ", path), CALL(stat(path, &s));
    sprintf(path, "nl%d/../nl2/./g", i);
    printf("%s ", path), CALL(stat(path, &s));
  }
  symlink("nl3/f", "nf");
  symlink("nl3/f/", "nfs");
  symlink("nl3/new", "nn");
  CALL(stat("nf", &s));
  CALL(stat("nf/", &s));
  CALL(stat("nfs", &s));
  CALL(lstat("nl5/", &s));
  CALL(S_ISDIR(s.st_mode));
  CALL(lstat("nl5", &s));
  CALL(S_ISLNK(s.st_mode));
  CALL(stat("nl3/f/x", &s));
  WORKS(open("nn", O_CREAT | O_WRONLY, 0600));
  CALL(stat("nd/new", &s));
  CALL(mkdir("nl7/sub/", 0700));
  CALL(rmdir("nl4/sub"));
  CALL(unlink("nf") | unlink("nfs") | unlink("nn") | unlink("nd/new") | unlink("nd/f") | rmdir("nd"));
  for (int i = 0; i < 45; i++) sprintf(name, "nl%d", i), unlink(name);
}
