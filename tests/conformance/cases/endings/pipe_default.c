/* SIGPIPE by default ends the process that writes. */
#include "../../case.h"
CASE(pipe_default) {
  int p[2];
  pipe(p);
  close(p[0]);
  write(p[1], "x", 1);
  printf("after\n");
}
