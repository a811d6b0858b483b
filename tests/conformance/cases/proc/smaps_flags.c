/* VmFlags in /proc/self/smaps. */
#include "../../memory.h"
static void show(const char *what, void *a) {
  FILE *f = fopen("/proc/self/smaps", "r");
  char line[512];
  unsigned long from, to;
  int inside = 0;
  while (fgets(line, sizeof line, f)) {
    if (sscanf(line, "%lx-%lx ", &from, &to) == 2) inside = from <= (unsigned long)a && (unsigned long)a < to;
    else if (inside && !strncmp(line, "VmFlags:", 8)) {
      static const char *all[] = {"rd", "wr", "ex", "sh", "lo", "gd", "sr", "rr", "dc", "wf", "dd", "hg", "nh"};
      printf("%s:", what);
      for (int i = 0; i < 13; i++) if (strstr(line + 8, all[i])) printf(" %s", all[i]);
      printf("\n");
    }
  }
  fclose(f);
}
CASE(smaps_flags) {
  char *r = room(6), *a = r + 2 * PAGE;
  show("none", a);
  mprotect(a, PAGE, 3), show("read and write", a);
  mprotect(a, PAGE, 5), show("read and execute", a);
  mlock(a, PAGE), show("locked", a), munlock(a, PAGE);
  madvise(a, PAGE, MADV_SEQUENTIAL), show("sequential", a);
  madvise(a, PAGE, MADV_RANDOM), show("random", a);
  madvise(a, PAGE, MADV_NORMAL), madvise(a, PAGE, MADV_DONTFORK), show("not in a child", a);
  madvise(a, PAGE, MADV_DOFORK), madvise(a, PAGE, MADV_WIPEONFORK), show("wiped in a child", a);
  madvise(a, PAGE, MADV_KEEPONFORK), madvise(a, PAGE, MADV_DONTDUMP), show("not dumped", a);
  madvise(a, PAGE, MADV_DODUMP), madvise(a, PAGE, MADV_HUGEPAGE), show("huge", a);
  madvise(a, PAGE, MADV_NOHUGEPAGE), show("not huge", a);
  mmap(a, PAGE, 1, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0), show("shared", a);
  munmap(r, 6 * PAGE);
}
