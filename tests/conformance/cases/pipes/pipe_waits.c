/* A reader waits for the first byte, a writer for all of its own; both end when the other side goes. */
#include "../../threads.h"
static int p[2];
static char big[100000];
static long read_some(void *unused) { char b[100]; return read(p[0], b, 100); }
static long write_all(void *unused) { return write(p[1], big, sizeof big); }
CASE(pipe_waits) {
  struct waiting_call w;
  pipe(p);
  start_waiting(&w, read_some, NULL);
  CALL(write(p[1], "abc", 3));
  end_waiting(&w, "read");
  start_waiting(&w, read_some, NULL);
  close(p[1]);
  end_waiting(&w, "read at the end");
  close(p[0]);
  pipe(p);
  start_waiting(&w, write_all, NULL);
  size_t total = 0;
  for (ssize_t n; total < sizeof big && (n = read(p[0], big, 30000)) > 0;) total += n;
  CALL(total);
  end_waiting(&w, "write");
  signal(SIGPIPE, SIG_IGN);
  start_waiting(&w, write_all, NULL);
  close(p[0]);
  end_waiting(&w, "write without readers");
  CALL(write_all(NULL));
  signal(SIGPIPE, SIG_DFL);
  close(p[1]);
}
