/* personality(2): asked, set, and seen in /proc. */
#include "../../case.h"
#include <sys/personality.h>

static void seen(void) {
  char text[16] = {0};
  int fd = open("/proc/self/personality", O_RDONLY);
  CALL(read(fd, text, sizeof text - 1));
  close(fd);
  fputs(text, stdout);
}

CASE(personality) {
  CALL(personality(0));
  CALL(personality(0xffffffff));
  CALL(personality(ADDR_NO_RANDOMIZE));
  CALL(personality(0xffffffff));
  seen();
  CALL(personality(0));
  seen();
}
