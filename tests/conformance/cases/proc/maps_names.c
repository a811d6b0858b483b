/* /proc/self/maps: the names, devices and inode numbers of files; heap and stack. */
#include "../../memory.h"
static void find(const void *at) {
  FILE *f = fopen("/proc/self/maps", "r");
  char line[512], rights[8], name[256];
  unsigned long from, to, offset, inode;
  unsigned major, minor;
  while (fgets(line, sizeof line, f)) {
    name[0] = 0;
    sscanf(line, "%lx-%lx %7s %lx %x:%x %lu %255[^\n]", &from, &to, rights, &offset, &major, &minor, &inode, name);
    if (from > (unsigned long)at || to <= (unsigned long)at) continue;
    printf("%s offset %lx inode %d name \"%s\"\n", rights, offset, inode != 0, name[0] == '/' ? strrchr(name, '/') : name);
  }
  fclose(f);
}
static const char constant[] = "constant";
static int data = 1;
CASE(maps_names) {
  int on_stack, fd = file_with("mapped-name", "x");
  struct stat s;
  void *heap = malloc(16);
  find(heap), find(&on_stack);
  char *p = mmap(NULL, PAGE, 1, MAP_PRIVATE, fd, 0), *q = mmap(NULL, PAGE, 1, MAP_SHARED, fd, 0), *a = anonymous(1, 3);
  find(p), find(q), find(a);
  unlink("mapped-name");
  find(p);
  char *z = mmap(NULL, PAGE, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  find(z);
  munmap(p, PAGE), munmap(q, PAGE), munmap(a, PAGE), munmap(z, PAGE), close(fd), free(heap);
}
