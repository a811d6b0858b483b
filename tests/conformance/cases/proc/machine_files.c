/* /proc/meminfo, uptime, loadavg, stat, cpuinfo, version and /proc/sys as programs parse them. */
#include "../../case.h"
static FILE *f;
CASE(machine_files) {
  char line[512], word[64];
  long total = 0, free_kb = 0, available = 0, value;
  for (f = fopen("/proc/meminfo", "r"); fgets(line, sizeof line, f);) {
    if (sscanf(line, "MemTotal: %ld kB", &value) == 1) total = value;
    if (sscanf(line, "MemFree: %ld kB", &value) == 1) free_kb = value;
    if (sscanf(line, "MemAvailable: %ld kB", &value) == 1) available = value;
  }
  fclose(f);
  printf("memory %d %d\n", total > free_kb && free_kb > 0, available > 0 && available <= total);
  double up, idle;
  f = fopen("/proc/uptime", "r");
  CALL(fscanf(f, "%lf %lf", &up, &idle));
  fclose(f);
  struct timespec boot;
  clock_gettime(CLOCK_BOOTTIME, &boot);
  printf("uptime %d\n", up > boot.tv_sec - 2 && up < boot.tv_sec + 2);
  double a, b, c;
  int running, all, last;
  f = fopen("/proc/loadavg", "r");
  CALL(fscanf(f, "%lf %lf %lf %d/%d %d", &a, &b, &c, &running, &all, &last));
  fclose(f);
  int cpus = 0, listed = 0;
  for (f = fopen("/proc/stat", "r"); fgets(line, sizeof line, f);) {
    cpus += !strncmp(line, "cpu", 3) && line[3] != ' ';
    listed |= !strncmp(line, "btime ", 6);
  }
  fclose(f);
  printf("processors %d, btime %d\n", cpus == sysconf(_SC_NPROCESSORS_ONLN), listed);
  int known = 0;
  for (cpus = 0, f = fopen("/proc/cpuinfo", "r"); fgets(line, sizeof line, f);) cpus += !strncmp(line, "processor\t", 10), known += !strncmp(line, "flags\t", 6);
  fclose(f);
  printf("cpuinfo %d %d\n", cpus == sysconf(_SC_NPROCESSORS_ONLN), known == cpus);
  const char *settings[] = {"kernel/ostype", "kernel/pid_max", "vm/overcommit_memory", "vm/max_map_count", "kernel/random/boot_id", "fs/file-max", "kernel/shmmni"};
  for (int i = 0; i < 7; i++) {
    sprintf(line, "/proc/sys/%s", settings[i]);
    f = fopen(line, "r");
    printf("%s %d\n", settings[i], f && fscanf(f, "%63s", word) == 1);
    if (f) fclose(f);
  }
}
