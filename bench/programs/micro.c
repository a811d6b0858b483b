/*
 * Small costs that add up: system calls, page faults, allocation, copies. Static, the same file under both kernels.
 * Prints one line a figure: NAME NANOSECONDS, and `end` last. Each is the best of several rounds, since what is
 * above the best is somebody else's time.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 7 };

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void report(const char *name, void (*body)(int), int count) {
  double best = 1e18;
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t start = now();
    body(count);
    double each = (double)(now() - start) / count;
    if (each < best) best = each;
  }
  printf("%s %.2f\n", name, best);
}

static void getppids(int count) {
  for (int i = 0; i < count; i++) syscall(SYS_getppid);
}

static void clocks(int count) {
  struct timespec t;
  for (int i = 0; i < count; i++) clock_gettime(CLOCK_MONOTONIC, &t);
}

static void yields(int count) {
  for (int i = 0; i < count; i++) syscall(SYS_sched_yield);
}

static void faults(int count) {
  size_t size = (size_t)count * 4096;
  volatile char *place = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) exit(1);
  for (int i = 0; i < count; i++) place[(size_t)i * 4096] = 1;
  munmap((void *)place, size);
}

static void mappings(int count) {
  for (int i = 0; i < count; i++) {
    void *place = mmap(NULL, 65536, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) exit(1);
    munmap(place, 65536);
  }
}

static void allocations(int count) {
  for (int i = 0; i < count; i++) {
    void *volatile block = malloc(1 << 20);
    if (block == NULL) exit(1);
    free(block);
  }
}

static char from[1 << 20], to[1 << 20];

static void copies(int count) {
  for (int i = 0; i < count; i++) {
    memcpy(to, from, sizeof to);
    __asm__ volatile("" : : "r"(to), "r"(from) : "memory");
  }
}

static void nulls(int count) {
  int fd = open("/dev/null", O_WRONLY);
  if (fd < 0) return;
  for (int i = 0; i < count; i++) {
    if (write(fd, from, 1) != 1) exit(1);
  }
  close(fd);
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  memset(from, 1, sizeof from);
  report("getppid", getppids, 20000);
  report("clock-gettime", clocks, 20000);
  report("sched-yield", yields, 5000);
  report("page-fault-4k", faults, 1000);
  report("mmap-munmap-64k", mappings, 2000);
  report("malloc-free-1m", allocations, 2000);
  report("memcpy-1m", copies, 20);
  if (access("/dev/null", F_OK) == 0) report("write-dev-null", nulls, 5000);
  puts("end");
  return 0;
}
