/* munmap(2) cuts mappings where it falls, over holes and over several of them. */
#include "../../memory.h"
CASE(unmap_parts) {
  char *a = anonymous(10, 3);
  memset(a, 'x', 10 * PAGE);
  CALL(munmap(a + 4 * PAGE, 2 * PAGE));
  show_maps(a, 10);
  printf("%s %s %s\n", reads(a + 3 * PAGE), reads(a + 4 * PAGE), reads(a + 6 * PAGE));
  int s = touch(a + 5 * PAGE + 7, 1);
  printf("signal %d, code %d, address %ld\n", s, touch_code, (long)((char *)touch_address - a));
  CALL(munmap(a + 3 * PAGE, 4 * PAGE));
  CALL(munmap(a + 3 * PAGE, 4 * PAGE));
  show_maps(a, 10);
  CALL(munmap(a, 1));
  show_maps(a, 10);
  CALL(munmap(a + 1, PAGE));
  CALL(munmap(a, 0));
  CALL(munmap(a, -1L));
  CALL(munmap((void *)-PAGE, PAGE));
  printf("%c %c\n", a[PAGE], a[9 * PAGE + 4095]);
  CALL(munmap(a, 10 * PAGE));
  show_maps(a, 10);
}
