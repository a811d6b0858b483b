/* main NUMBER: runs one benchmark and prints its processor time in nanoseconds and its result. The twin of bare/main.ts. */
#include "bench.h"
#include <stdio.h>
#include <time.h>

uint64_t run_copy(uint64_t seed);
uint64_t run_list(uint64_t seed);
uint64_t run_hash(uint64_t seed);
uint64_t run_virtual(uint64_t seed);
uint64_t run_allocator(uint64_t seed);
uint64_t run_sort(uint64_t seed);
uint64_t run_tree(uint64_t seed);

static uint64_t (*const benchmarks[])(uint64_t) = {run_copy, run_list, run_hash, run_virtual, run_allocator, run_sort, run_tree};

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  uint64_t start = now();
  uint64_t result = benchmarks[atoi(argv[1])]((uint64_t)argc + 3);
  printf("%llu %llu\n", (unsigned long long)(now() - start), (unsigned long long)result);
  return 0;
}
