/* MSG_PEEK, MSG_WAITALL, MSG_DONTWAIT, SO_PEEK_OFF's absence, and partial reads of streams. */
#include "../../threads.h"
#include <sys/socket.h>
static int p[2];
static char all[16];
static long read_all(void *unused) { return recv(p[1], all, 10, MSG_WAITALL); }
CASE(stream_peeks) {
  struct waiting_call w;
  char b[16] = {0};
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  send(p[0], "abcdef", 6, 0);
  CALL(recv(p[1], b, 4, MSG_PEEK));
  CALL(recv(p[1], b, 16, MSG_PEEK));
  puts(b);
  CALL(recv(p[1], b, 2, 0));
  CALL(recv(p[1], b, 16, MSG_DONTWAIT));
  printf("%.4s\n", b);
  CALL(recv(p[1], b, 16, MSG_DONTWAIT));
  CALL(recv(p[1], b, 16, MSG_DONTWAIT | MSG_PEEK));
  start_waiting(&w, read_all, NULL);
  send(p[0], "01234", 5, 0);
  send(p[0], "56789", 5, 0);
  end_waiting(&w, "all");
  printf("%s\n", all);
  start_waiting(&w, read_all, NULL);
  send(p[0], "xyz", 3, 0);
  close(p[0]);
  end_waiting(&w, "cut short");
  CALL(recv(p[1], b, 0, 0));
  CALL(recv(p[1], b, 1, 0));
  close(p[1]);
}
