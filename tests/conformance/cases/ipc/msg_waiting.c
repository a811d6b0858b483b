/* A receiver waits for its own type; EINTR, EIDRM. */
#include "../../threads.h"
#include <sys/msg.h>
static struct { long type; char text[8]; } got;
static int id;
static long take(void *type) { return msgrcv(id, &got, 8, (long)type, 0); }
static void nothing(int s) {}
CASE(msg_waiting) {
  struct waiting_call w;
  struct { long type; char text[8]; } m = {4, "four"};
  id = msgget(IPC_PRIVATE, 0600);
  start_waiting(&w, take, (void *)7);
  CALL(msgsnd(id, &m, 4, 0));
  m.type = 7;
  CALL(msgsnd(id, &m, 3, 0));
  end_waiting(&w, "type 7");
  printf("%ld %.3s\n", got.type, got.text);
  on_signal(SIGUSR1, nothing, SA_RESTART);
  start_waiting(&w, take, (void *)7);
  pthread_kill(w.thread, SIGUSR1);
  end_waiting(&w, "interrupted");
  on_signal(SIGUSR1, SIG_DFL, 0);
  start_waiting(&w, take, (void *)7);
  CALL(msgctl(id, IPC_RMID, NULL));
  end_waiting(&w, "removed");
}
