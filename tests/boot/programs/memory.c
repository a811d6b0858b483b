/*
 * Commands on stdin, a line each, answered by one line on stdout:
 *   info       MemTotal and MemFree of /proc/meminfo, in kB
 *   take N     N MiB of memory, written to; "taken" or "refused"
 *   give       what was taken goes back
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static unsigned long field(const char *name) {
  char line[128];
  unsigned long value = 0;
  FILE *file = fopen("/proc/meminfo", "r");
  while (fgets(line, sizeof line, file) != NULL)
    if (strncmp(line, name, strlen(name)) == 0) sscanf(line + strlen(name), ": %lu", &value);
  fclose(file);
  return value;
}

int main(void) {
  char line[128];
  unsigned long size = 0;
  char *memory = NULL;
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (strncmp(line, "info", 4) == 0) printf("%lu %lu\n", field("MemTotal"), field("MemFree"));
    if (sscanf(line, "take %lu", &size) == 1) {
      size <<= 20;
      memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      for (unsigned long at = 0; memory != MAP_FAILED && at < size; at += 4096) memory[at] = 1;
      puts(memory == MAP_FAILED ? "refused" : "taken");
    }
    if (strncmp(line, "give", 4) == 0) printf("%d\n", munmap(memory, size));
    fflush(stdout);
  }
  return 0;
}
