/* A full queue: IPC_NOWAIT, a sender that waits, and more room by IPC_SET. */
#include "../../threads.h"
#include <sys/msg.h>
static struct { long type; char text[8192]; } m = {1};
static int id;
static long post(void *size) { return msgsnd(id, &m, (size_t)size, 0); }
static void show(void) {
  struct msqid_ds s;
  msgctl(id, IPC_STAT, &s);
  printf("%ld messages, %ld bytes of %ld\n", (long)s.msg_qnum, (long)s.__msg_cbytes, (long)s.msg_qbytes);
}
CASE(msg_full) {
  struct waiting_call w;
  struct msqid_ds s;
  id = msgget(IPC_PRIVATE, 0600);
  CALL(msgsnd(id, &m, 8192, IPC_NOWAIT));
  CALL(msgsnd(id, &m, 8192, IPC_NOWAIT));
  CALL(msgsnd(id, &m, 1, IPC_NOWAIT));
  CALL(msgsnd(id, &m, 0, IPC_NOWAIT));
  show();
  start_waiting(&w, post, (void *)100);
  CALL(msgrcv(id, &m, 8192, 0, 0));
  end_waiting(&w, "after a receipt");
  show();
  msgctl(id, IPC_STAT, &s);
  s.msg_qbytes = 8000;
  CALL(msgctl(id, IPC_SET, &s));
  start_waiting(&w, post, (void *)8000);
  s.msg_qbytes = 16384;
  CALL(msgctl(id, IPC_SET, &s));
  end_waiting(&w, "after IPC_SET");
  show();
  start_waiting(&w, post, (void *)8192);
  CALL(msgctl(id, IPC_RMID, NULL));
  end_waiting(&w, "removed");
}
