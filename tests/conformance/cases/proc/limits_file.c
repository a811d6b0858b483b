/* /proc/self/limits tells what getrlimit(2) tells. */
#include "../../case.h"
#include <sys/resource.h>
CASE(limits_file) {
  char line[256];
  struct rlimit l, old;
  getrlimit(RLIMIT_NOFILE, &old), l = old, l.rlim_cur = 77, setrlimit(RLIMIT_NOFILE, &l);
  FILE *f = fopen("/proc/self/limits", "r");
  int lines = 0;
  while (fgets(line, sizeof line, f)) {
    lines++;
    long soft, hard;
    if (sscanf(line, "Max open files %ld %ld files", &soft, &hard) == 2) printf("files %ld %d\n", soft, hard == (long)l.rlim_max);
    if (!strncmp(line, "Max core file size", 18)) printf("bytes %d\n", strstr(line, "bytes") != NULL);
  }
  printf("%d lines\n", lines);
  fclose(f);
  setrlimit(RLIMIT_NOFILE, &old);
}
