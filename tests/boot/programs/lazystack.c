/*
 * Calls the vDSO on stacks whose next page has never been touched: the stack pointer stands at every multiple of 16 of a
 * page, the page below is taken away before each call. "mapped": the page belongs to the mapping; "growing": the area ends
 * at the stack pointer's own page and grows down (MAP_GROWSDOWN).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096

/* Calls f(a, b) with the stack pointer at `top`. */
static long call_on(uintptr_t top, void *f, uintptr_t a, uintptr_t b) {
  long result;
  asm volatile(
      "movq %%rsp, %%r12\n movq %[top], %%rsp\n callq *%[f]\n movq %%r12, %%rsp"
      : "=a"(result), "+D"(a), "+S"(b)
      : [top] "r"(top), [f] "r"(f)
      : "r12", "rcx", "rdx", "r8", "r9", "r10", "r11", "memory", "cc");
  return result;
}

static int resident(char *page) {
  unsigned char there = 0;
  return mincore(page, PAGE, &there) == 0 && (there & 1);
}

int main(void) {
  void *vdso = dlopen("linux-vdso.so.1", RTLD_NOW | RTLD_NOLOAD);
  const char *names[] = {"__vdso_clock_gettime", "__vdso_gettimeofday", "__vdso_time", "__vdso_clock_getres", "__vdso_getcpu"};
  static struct timespec now;
  static uint64_t words[2];
  clock_gettime(CLOCK_MONOTONIC, &now);
  clock_gettime(CLOCK_REALTIME, &now);
  for (int growing = 0; growing < 2; growing++)
    for (int i = 0; i < 5; i++) {
      void *f = vdso == NULL ? NULL : dlsym(vdso, names[i]);
      if (f == NULL) return printf("no %s\n", names[i]), 1;
      int wrong = 0, absent = 0;
      for (int offset = 16; offset <= PAGE; offset += 16) {
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | (growing ? MAP_GROWSDOWN : 0);
        char *room = mmap(NULL, 1024 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        char *upper = room + 1022 * PAGE, *below = upper - PAGE;
        munmap(room, 1024 * PAGE);
        char *mapped = growing ? upper : below;
        if (mmap(mapped, upper + PAGE - mapped, PROT_READ | PROT_WRITE, flags | MAP_FIXED, -1, 0) != mapped) return 2;
        if (!resident(below)) absent++;
        uintptr_t top = (uintptr_t)upper + offset;
        words[0] = words[1] = 0;
        if (i == 0) wrong += call_on(top, f, CLOCK_MONOTONIC, (uintptr_t)words) != 0 || words[0] + words[1] == 0;
        else if (i == 1) wrong += call_on(top, f, (uintptr_t)words, 0) != 0 || words[0] == 0;
        else if (i == 2) wrong += call_on(top, f, 0, 0) < 1000000;
        else if (i == 3) wrong += call_on(top, f, CLOCK_REALTIME, (uintptr_t)words) != 0;
        else wrong += call_on(top, f, (uintptr_t)words, 0) != 0;
        munmap(room, 1024 * PAGE);
      }
      printf("%s %s: %d wrong, %d absent before\n", names[i], growing ? "growing" : "mapped", wrong, absent);
    }
  return 0;
}
