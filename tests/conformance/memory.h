/* For the cases about memory: accesses that may fault, and what /proc/self/maps and smaps say of a range. */
#include "case.h"
#include <setjmp.h>
#define PAGE 4096L
static sigjmp_buf touched;
static int touch_code;
static void *touch_address;
static void on_touch(int signal, siginfo_t *info, void *context) {
  touch_code = info->si_code, touch_address = info->si_addr;
  siglongjmp(touched, signal);
}
/* 0, or the signal that reading (writing) the byte raised. */
static int touch(volatile char *at, int writes) {
  struct sigaction action = {.sa_sigaction = on_touch, .sa_flags = SA_SIGINFO}, segv, bus;
  sigaction(SIGSEGV, &action, &segv), sigaction(SIGBUS, &action, &bus);
  int signal = sigsetjmp(touched, 1);
  if (!signal) {
    if (writes) *at = 'w';
    else *at;
  }
  sigaction(SIGSEGV, &segv, NULL), sigaction(SIGBUS, &bus, NULL);
  return signal;
}
static const char *reads(void *at) {
  int s = touch(at, 0);
  return s ? sigabbrev_np(s) : "ok";
}
static const char *writes(void *at) {
  int s = touch(at, 1);
  return s ? sigabbrev_np(s) : "ok";
}
/* Address space of this many pages that nobody else has, all of it PROT_NONE. */
static char *room(long pages) {
  return mmap(NULL, pages * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}
static char *anonymous(long pages, int protection) {
  return mmap(NULL, pages * PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
/* The lines of /proc/self/maps within the range, in pages from its start. */
static void show_maps(char *base, long pages) {
  FILE *f = fopen("/proc/self/maps", "r");
  char line[512], rights[8], name[256];
  unsigned long from, to, offset, first = (unsigned long)base, last = first + pages * PAGE;
  while (fgets(line, sizeof line, f)) {
    name[0] = 0;
    sscanf(line, "%lx-%lx %7s %lx %*s %*s %255[^\n]", &from, &to, rights, &offset, name);
    if (to <= first || from >= last) continue;
    from = from < first ? first : from, to = to > last ? last : to;
    printf("%ld-%ld %s", (from - first) / PAGE, (to - first) / PAGE, rights);
    if (name[0] == '/') printf(" +%lx %s", offset, strrchr(name, '/'));
    printf("\n");
  }
  fclose(f);
}
/* A field of /proc/self/smaps for the area that holds the address, in kB; -1 where it is missing. */
static long smaps_kb(void *at, const char *field) {
  FILE *f = fopen("/proc/self/smaps", "r");
  char line[512];
  unsigned long from, to;
  long value = -1;
  int inside = 0;
  if (!f) return -1;
  while (fgets(line, sizeof line, f)) {
    if (sscanf(line, "%lx-%lx ", &from, &to) == 2) inside = from <= (unsigned long)at && (unsigned long)at < to;
    else if (inside && !strncmp(line, field, strlen(field)) && line[strlen(field)] == ':')
      value = atol(line + strlen(field) + 1);
  }
  fclose(f);
  return value;
}
/* One character a page: whether mincore(2) calls it resident. */
static void show_resident(void *at, long pages) {
  unsigned char v[64];
  if (mincore(at, pages * PAGE, v)) printf("%s\n", strerrorname_np(errno));
  else {
    for (long i = 0; i < pages; i++) putchar(v[i] & 1 ? '1' : '0');
    putchar('\n');
  }
}
