/* /proc/self/status tells the processors that a thread may run on, as sched_getaffinity does, and the umask. */
#include "../../case.h"
static void line_of(const char *key, char *to, int size) {
  char path[64], text[8192];
  snprintf(path, sizeof path, "/proc/self/task/%d/status", (int)syscall(SYS_gettid));
  int fd = open(path, O_RDONLY);
  long n = read(fd, text, sizeof text - 1);
  close(fd);
  text[n > 0 ? n : 0] = 0;
  char *at = strstr(text, key);
  snprintf(to, (size_t)size, "%s", at == NULL ? "missing" : at + strlen(key));
  to[strcspn(to, "\n")] = 0;
}
static int list_is_affinity(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return -1;
  char expected[256] = "", list[256];
  for (int i = 0, length = 0; i < 64; i++) {
    if (!CPU_ISSET(i, &set)) continue;
    int last = i;
    while (last + 1 < 64 && CPU_ISSET(last + 1, &set)) last++;
    length += snprintf(expected + length, sizeof expected - (size_t)length, length > 0 ? ",%d" : "%d", i);
    if (last > i) length += snprintf(expected + length, sizeof expected - (size_t)length, "-%d", last);
    i = last;
  }
  line_of("Cpus_allowed_list:\t", list, sizeof list);
  return strcmp(list, expected) == 0;
}
CASE(status_affinity_umask) {
  char mask[64];
  cpu_set_t before, first;
  CALL(sched_getaffinity(0, sizeof before, &before));
  CALL(list_is_affinity());
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  CALL(sched_setaffinity(0, sizeof first, &first));
  CALL(list_is_affinity());
  CALL(sched_setaffinity(0, sizeof before, &before));
  CALL(list_is_affinity());
  mode_t was = umask(0137);
  line_of("Umask:\t", mask, sizeof mask);
  printf("umask %s\n", mask);
  umask(was);
}
