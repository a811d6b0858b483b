/* /proc/self/smaps_rollup has the sums of smaps; statm and status agree with maps. */
#include "../../memory.h"
static long sum(const char *path, const char *field) {
  FILE *f = fopen(path, "r");
  char line[512];
  long total = 0;
  while (f && fgets(line, sizeof line, f))
    if (!strncmp(line, field, strlen(field)) && line[strlen(field)] == ':') total += atol(line + strlen(field) + 1);
  if (f) fclose(f);
  return total;
}
static long mapped(void) {
  FILE *f = fopen("/proc/self/maps", "r");
  char line[512];
  unsigned long from, to, total = 0;
  while (fgets(line, sizeof line, f))
    if (sscanf(line, "%lx-%lx", &from, &to) == 2 && !strstr(line, "[vsyscall]")) total += to - from;
  fclose(f);
  return total / 1024;
}
CASE(smaps_sums) {
  long m = mapped(), s = sum("/proc/self/status", "VmSize");
  printf("mapped and VmSize %d\n", m - s < 64 && s - m < 64);
  char *a = anonymous(1000, 3);
  printf("grown by %ld\n", sum("/proc/self/status", "VmSize") - s);
  long rss = sum("/proc/self/smaps_rollup", "Rss");
  memset(a, 1, 1000 * PAGE);
  long more = sum("/proc/self/smaps_rollup", "Rss") - rss;
  printf("resident by %d\n", more >= 3900 && more < 4300);
  printf("rollup as smaps: %d\n", labs(sum("/proc/self/smaps_rollup", "Anonymous") - sum("/proc/self/smaps", "Anonymous")) < 200);
  mlock(a, 10 * PAGE);
  printf("locked %ld\n", sum("/proc/self/status", "VmLck"));
  long pages[7];
  FILE *f = fopen("/proc/self/statm", "r");
  int n = 0;
  while (n < 7 && fscanf(f, "%ld", pages + n) == 1) n++;
  fclose(f);
  printf("%d fields, total %d, resident %d, shared %d, text %d, data %d\n", n, labs(pages[0] * 4 - sum("/proc/self/status", "VmSize")) < 200, pages[1] >= 1000, pages[2] <= pages[1], pages[3] > 0, pages[5] >= 1000);
  munmap(a, 1000 * PAGE);
}
