/*
 * Walks the page tables of its machine, which it can since it shares the kernel's ring: boot with --no-aslr, so that the
 * direct map of physical memory is where it says below. Prints
 *   both HALF ADDRESS           a page that is writable and executable
 *   alias ADDRESS PHYSICAL      a writable page that shows memory which is executable in the kernel's half
 *   pages HALF all N writable N executable N
 * With an argument it maps a page of its own with all rights before that.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define DIRECT_MAP 0xffff800000000000ul
#define PRESENT 1ul
#define WRITABLE 2ul
#define LARGE 0x80ul
#define NO_EXECUTE (1ul << 63)
#define ADDRESS 0x000ffffffffff000ul

struct leaf {
  unsigned long virtual, physical, size;
  int writable, executable;
};
static struct leaf *leaves;
static unsigned long count, room;

static void add(struct leaf leaf) {
  if (count == room) leaves = realloc(leaves, (room = room ? 2 * room : 65536) * sizeof leaf);
  leaves[count++] = leaf;
}

static void walk(unsigned long table, int level, unsigned long base, int writable, int executable) {
  const volatile unsigned long *entries = (const volatile unsigned long *)(DIRECT_MAP + table);
  for (unsigned long i = 0; i < 512; i++) {
    unsigned long entry = entries[i], size = 1ul << (12 + 9 * level), at = base + i * size;
    if (!(entry & PRESENT)) continue;
    if (level == 3 && i >= 256) at |= 0xffff000000000000ul;
    int w = writable && (entry & WRITABLE), x = executable && !(entry & NO_EXECUTE);
    if (level > 0 && !(entry & LARGE)) walk(entry & ADDRESS, level - 1, at, w, x);
    else add((struct leaf){at, entry & ADDRESS & ~(size - 1), size, w, x});
  }
}

int main(int argc, char **argv) {
  unsigned long root, pages[2][3] = {0};
  if (argc > 1) *(volatile char *)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) = 1;
  leaves = malloc((room = 1 << 18) * sizeof *leaves); /* before the walk: growing would change what it walks */
  __asm__("movq %%cr3, %0" : "=r"(root));
  walk(root & ADDRESS, 3, 0, 1, 1);
  for (unsigned long i = 0; i < count; i++) {
    struct leaf *l = &leaves[i];
    int kernel = l->virtual >> 63;
    pages[kernel][0]++;
    pages[kernel][1] += l->writable;
    pages[kernel][2] += l->executable;
    if (l->writable && l->executable) printf("both %s %lx\n", kernel ? "kernel" : "program", l->virtual);
    if (!kernel || !l->executable) continue;
    for (unsigned long j = 0; j < count; j++)
      if (leaves[j].writable && l->physical < leaves[j].physical + leaves[j].size && leaves[j].physical < l->physical + l->size)
        printf("alias %lx %lx\n", leaves[j].virtual, l->physical);
  }
  for (int kernel = 0; kernel < 2; kernel++)
    printf("pages %s all %lu writable %lu executable %lu\n", kernel ? "kernel" : "program", pages[kernel][0], pages[kernel][1],
           pages[kernel][2]);
  return 0;
}
