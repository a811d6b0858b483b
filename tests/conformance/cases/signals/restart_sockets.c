/* recv, accept and recvmsg of sockets: restarted by SA_RESTART, but not once a time limit is set. */
#include "../../case.h"
#include <sys/socket.h>
#include <sys/un.h>
static volatile int handled;
static void note(int s) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static int s[2], listener;
static void *receives(void *x) {
  char c;
  return (void *)(recv(s[0], &c, 1, 0) == -1 ? (long)-errno : c);
}
static void *accepts(void *x) {
  int fd = accept(listener, NULL, NULL);
  long r = fd < 0 ? -errno : 1;
  close(fd);
  return (void *)r;
}
CASE(restart_sockets) {
  struct sockaddr_un a = {AF_UNIX, "restart-socket"};
  struct timeval limit = {20, 0};
  for (int which = 0; which < 3; which++)
    for (int restart = 0; restart < 2; restart++) {
      struct worker w;
      int client = -1;
      socketpair(AF_UNIX, SOCK_STREAM, 0, s);
      listener = socket(AF_UNIX, SOCK_STREAM, 0);
      bind(listener, (struct sockaddr *)&a, sizeof a), listen(listener, 1);
      if (which == 2) setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
      handled = 0;
      on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
      start_worker(&w, which == 1 ? accepts : receives, NULL), until_asleep(w.tid);
      pthread_kill(w.thread, SIGUSR1);
      until_equal(&handled, 1);
      if (restart && which < 2) {
        until_asleep(w.tid);
        client = socket(AF_UNIX, SOCK_STREAM, 0);
        if (which == 1) connect(client, (struct sockaddr *)&a, sizeof a);
        else send(s[1], "r", 1, 0);
      }
      printf("%d restart %d: %ld\n", which, restart, (long)join_worker(&w));
      close(client), close(s[0]), close(s[1]), close(listener), unlink(a.sun_path);
    }
  signal(SIGUSR1, SIG_DFL);
}
