/*
 * Random calls of the mmap(2) family within a region, with reads and writes in between.
 *
 * memory SEED COUNT. A table says what each page must be: unmapped, or mapped with a protection and a value. Every access
 * must succeed or fault as the table has it, so this checks results, not only survival. Prints "done", or what differs.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGES 64
#define PAGE 4096L
static char *const region = (char *)0x200000000;
static int protection[PAGES]; /* -1: not mapped */
static int value[PAGES];
static uint64_t state;
static sigjmp_buf jump;

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}
static void onFault(int signal) { siglongjmp(jump, signal); }
static void fail(const char *what, int page) {
  printf("%s at page %d: protection %d value %d\n", what, page, protection[page], value[page]);
  exit(1);
}
static int randomProtection(void) {
  static const int all[] = {PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE};
  return all[next() % 4];
}
static int isMapped(int from, int count) {
  for (int i = from; i < from + count; i++)
    if (protection[i] < 0) return 0;
  return 1;
}
static void touch(int page) {
  volatile char *at = region + page * PAGE + next() % PAGE;
  if (sigsetjmp(jump, 1) == 0) {
    if (*at != (char)value[page]) fail("wrong contents", page);
    if (protection[page] <= 0) fail("read went through", page);
  } else if (protection[page] > 0) fail("read faulted", page);
  char fill = next();
  if (sigsetjmp(jump, 1) == 0) {
    memset(region + page * PAGE, fill, PAGE);
    if (protection[page] < 0 || !(protection[page] & PROT_WRITE)) fail("write went through", page);
    value[page] = fill;
  } else if (protection[page] > 0 && (protection[page] & PROT_WRITE)) fail("write faulted", page);
}
static void step(void) {
  int from = next() % PAGES, count = 1 + next() % (PAGES - from), prot = randomProtection();
  if (next() % 2 && count > 8) count = 8;
  char *at = region + from * PAGE;
  switch (next() % 8) {
    case 0:
      if (mmap(at, count * PAGE, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != at) fail("mmap", from);
      for (int i = from; i < from + count; i++) protection[i] = prot, value[i] = 0;
      break;
    case 1:
      if (munmap(at, count * PAGE)) fail("munmap", from);
      for (int i = from; i < from + count; i++) protection[i] = -1, value[i] = 0;
      break;
    case 2:
      if (!isMapped(from, count)) return;
      if (mprotect(at, count * PAGE, prot)) fail("mprotect", from);
      for (int i = from; i < from + count; i++) protection[i] = prot;
      break;
    case 3:
      if (!isMapped(from, count)) return;
      if (madvise(at, count * PAGE, MADV_DONTNEED)) fail("madvise", from);
      for (int i = from; i < from + count; i++) value[i] = 0;
      break;
    case 4: { /* one page goes to another place, where there may be something */
      int to = next() % PAGES;
      if (protection[from] < 0 || to == from) return;
      if (mremap(at, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, region + to * PAGE) != region + to * PAGE) fail("mremap", from);
      protection[to] = protection[from], value[to] = value[from];
      protection[from] = -1, value[from] = 0;
      break;
    }
    default:
      touch(from);
  }
}
int main(int argc, char **argv) {
  if (argc != 3) return 2;
  state = strtoull(argv[1], NULL, 0) * 0x9e3779b97f4a7c15 | 1;
  signal(SIGSEGV, onFault);
  for (int i = 0; i < PAGES; i++) protection[i] = -1;
  for (long i = atol(argv[2]); i > 0; i--) step();
  puts("done");
  return 0;
}
