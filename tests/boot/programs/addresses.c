/* Prints where its parts lie, one a line: NAME ADDRESS. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

int global;

int main(void) {
  int local;
  char line[512];
  void *low = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  printf("program %p\n", (void *)&global);
  printf("library %p\n", (void *)getauxval(AT_BASE));
  printf("mmap %p\n", mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  printf("mmap-32bit %p\n", low);
  printf("stack %p\n", (void *)&local);
  printf("stack-in-page %p\n", (void *)((unsigned long)&local & 0xfff));
  printf("heap %p\n", sbrk(0));
  printf("vdso %p\n", (void *)getauxval(AT_SYSINFO_EHDR));
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps) != NULL) fputs(line, stderr);
  return 0;
}
