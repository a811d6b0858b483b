/* Each processor has a topology: it is among its siblings, and those are processors. */
#include "../../case.h"
static int read_line(int cpu, const char *name, char *to, int size) {
  char path[128];
  snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/%s", cpu, name);
  FILE *f = fopen(path, "r");
  int ok = f && fgets(to, size, f);
  if (f) fclose(f);
  return ok;
}
/* Whether a list such as "0-2,4" has the number. */
static int list_has(const char *list, int number) {
  for (const char *at = list; *at >= '0' && *at <= '9';) {
    char *end;
    long first = strtol(at, &end, 10), last = *end == '-' ? strtol(end + 1, &end, 10) : first;
    if (number >= first && number <= last) return 1;
    at = *end == ',' ? end + 1 : end;
  }
  return 0;
}
CASE(processors_topology) {
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  int wrong = 0;
  for (int cpu = 0; cpu < online; cpu++) {
    char line[256];
    wrong += !read_line(cpu, "core_id", line, sizeof line) || line[0] < '0' || line[0] > '9';
    wrong += !read_line(cpu, "physical_package_id", line, sizeof line) || atoi(line) != 0;
    wrong += !read_line(cpu, "thread_siblings_list", line, sizeof line) || !list_has(line, cpu);
    wrong += !read_line(cpu, "core_siblings_list", line, sizeof line) || !list_has(line, cpu);
    wrong += !read_line(cpu, "thread_siblings", line, sizeof line) || strtoul(line, NULL, 16) >> cpu % 32 == 0;
  }
  CALL(wrong);
  CALL(access("/sys/devices/system/cpu/cpu4096", F_OK));
}
