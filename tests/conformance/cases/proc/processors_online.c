/* /sys/devices/system/cpu: what sysconf(3) and runtimes count processors by. */
#include "../../case.h"
#include <sched.h>
CASE(processors_online) {
  const char *files[] = {"online", "possible", "present"};
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  char line[256], want[32];
  sprintf(want, online == 1 ? "0\n" : "0-%ld\n", online - 1);
  for (int i = 0; i < 3; i++) {
    sprintf(line, "/sys/devices/system/cpu/%s", files[i]);
    FILE *f = fopen(line, "r");
    printf("%s %d", files[i], f && fgets(line, sizeof line, f) && line[0] == '0');
    if (i == 0) printf(" %d", !strcmp(line, want));
    printf("\n");
    if (f) fclose(f);
  }
  cpu_set_t set;
  CALL(sched_getaffinity(0, sizeof set, &set) >= 0);
  printf("%d\n", CPU_COUNT(&set) == online);
  CALL(access("/sys/devices/system/cpu/cpu0", F_OK));
}
