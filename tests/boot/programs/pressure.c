/*
 * Uses memory up in one way and says how that ended:
 *   touch       writes to memory until it is killed
 *   threads     starts threads until that is refused
 *   pipes       fills pipes until one is refused
 *   files       writes to /tmp until that is refused
 *   names PATH  looks at every file below PATH, takes memory until the kernel's slabs have shrunk, and looks again
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void *sleeper(void *unused) {
  pause();
  return unused;
}

static void touch(void) {
  for (;;) {
    char *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) break;
    for (int at = 0; at < 1 << 20; at += 4096) memory[at] = 1;
  }
}

static void threads(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  int error, count = 0;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 16384);
  while ((error = pthread_create(&thread, &attributes, sleeper, NULL)) == 0) count++;
  printf("%s after more than 100: %d\n", strerrorname_np(error), count > 100);
}

static void pipes(void) {
  static char data[65536];
  int ends[2], error = 0, count = 0;
  while (error == 0) {
    if (pipe2(ends, O_NONBLOCK) != 0) error = errno;
    else if (write(ends[1], data, sizeof data) < 0 && errno != EAGAIN) error = errno;
    count++;
  }
  printf("%s\n", error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS ? "refused" : strerrorname_np(error));
}

static void files(void) {
  static char data[65536];
  int fd = open("/tmp/full", O_CREAT | O_WRONLY, 0600);
  if (fd < 0) fd = open("/run/full", O_CREAT | O_WRONLY, 0600);
  while (write(fd, data, sizeof data) > 0) continue;
  printf("%s\n", strerrorname_np(errno));
}

static long seen;
static int count_file(const char *path, const struct stat *status, int kind, struct FTW *where) {
  (void)path, (void)status, (void)where;
  seen += kind != FTW_NS;
  return 0;
}
static long meminfo(const char *name) {
  char line[128];
  long value = 0;
  FILE *file = fopen("/proc/meminfo", "r");
  while (fgets(line, sizeof line, file) != NULL)
    if (strncmp(line, name, strlen(name)) == 0) sscanf(line + strlen(name), ": %ld", &value);
  fclose(file);
  return value;
}
static long look(const char *path) {
  seen = 0;
  nftw(path, count_file, 16, FTW_PHYS);
  return seen;
}
static void names(const char *path) {
  long before = meminfo("Slab"), first = look(path), grown = meminfo("Slab");
  size_t size = 1ul << 30;
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  for (size_t at = 0; meminfo("Slab") > (before + grown) / 2; at += 65536)
    for (size_t page = 0; page < 65536; page += 4096) memory[at + page] = 1; /* it is killed where nothing gives way */
  printf("shrunk\n");
  munmap(memory, size);
  printf("all found again: %d\n", look(path) == first && first > 1000);
}

int main(int argc, char **argv) {
  (void)argc;
  if (strcmp(argv[1], "touch") == 0) touch();
  if (strcmp(argv[1], "threads") == 0) threads();
  if (strcmp(argv[1], "pipes") == 0) pipes();
  if (strcmp(argv[1], "files") == 0) files();
  if (strcmp(argv[1], "names") == 0) names(argv[2]);
  fflush(stdout);
  _exit(0);
}
