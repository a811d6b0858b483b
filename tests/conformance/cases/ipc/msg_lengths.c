/* Messages longer than the buffer, than the limit, of no length; MSG_NOERROR. */
#include "../../case.h"
#include <sys/msg.h>
CASE(msg_lengths) {
  static struct { long type; char text[9000]; } m = {1, "0123456789"};
  int id = msgget(IPC_PRIVATE, 0600);
  CALL(msgsnd(id, &m, 8192, 0));
  CALL(msgsnd(id, &m, 8193, 0));
  CALL(msgsnd(id, &m, -1, 0));
  CALL(msgrcv(id, &m, 8191, 0, 0));
  CALL(msgrcv(id, &m, 10, 0, MSG_NOERROR));
  CALL(msgrcv(id, &m, 10, 0, MSG_NOERROR | IPC_NOWAIT));
  CALL(msgsnd(id, &m, 0, 0));
  CALL(msgrcv(id, &m, 0, 0, 0));
  m.type = 0;
  CALL(msgsnd(id, &m, 1, 0));
  m.type = -1;
  CALL(msgsnd(id, &m, 1, 0));
  m.type = 1;
  CALL(msgsnd(id, BAD, 1, 0));
  CALL(msgsnd(id, &m, 5, 0));
  CALL(msgrcv(id, BAD, 5, 0, 0));
  CALL(msgrcv(id, &m, 5, 0, IPC_NOWAIT));
  CALL(msgrcv(id, &m, -1, 0, IPC_NOWAIT));
  CALL(msgsnd(-1, &m, 1, 0));
  CALL(msgrcv(-1, &m, 1, 0, 0));
  CALL(msgrcv(id + 1000000, &m, 1, 0, 0));
  msgctl(id, IPC_RMID, NULL);
}
