/* Writing to a pipe without readers: SIGPIPE to the thread that writes, and EPIPE; ignored, EPIPE alone. Sockets with MSG_NOSIGNAL. */
#include "../../case.h"
#include <sys/socket.h>
static volatile int count, mine;
static void note(int s) { count++, mine = gettid(); }
static void *writes(void *fd) { return (void *)(long)(write(*(int *)fd, "x", 1) == -1 && errno == EPIPE && mine == gettid()); }
CASE(pipe_signal) {
  int p[2];
  struct worker w;
  pipe(p);
  close(p[0]);
  count = 0;
  on_signal(SIGPIPE, note, 0);
  CALL(write(p[1], "x", 1));
  CALL(count);
  start_worker(&w, writes, &p[1]);
  CALL(join_worker(&w));
  CALL(count);
  on_signal(SIGPIPE, SIG_IGN, 0);
  CALL(write(p[1], "x", 1));
  on_signal(SIGPIPE, note, 0);
  close(p[1]);
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  close(p[0]);
  CALL(send(p[1], "x", 1, MSG_NOSIGNAL));
  CALL(count);
  CALL(send(p[1], "x", 1, 0));
  CALL(count);
  close(p[1]);
  signal(SIGPIPE, SIG_DFL);
}
