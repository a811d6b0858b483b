/* msgget(2) and msgctl(2): keys, what IPC_STAT tells, limits, errors. */
#include "../../case.h"
#include <sys/msg.h>
#define KEY 0x05130004
CASE(msg_control) {
  int id;
  struct msqid_ds s;
  struct msginfo i;
  struct { long type; char text[8]; } m = {1, "x"};
  CALL(msgget(KEY, 0600));
  WORKS(id = msgget(KEY, IPC_CREAT | 0640));
  CALL(msgget(KEY, IPC_CREAT) == id);
  CALL(msgget(KEY, IPC_CREAT | IPC_EXCL));
  msgsnd(id, &m, 8, 0);
  msgrcv(id, &m, 8, 0, 0);
  msgsnd(id, &m, 3, 0);
  CALL(msgctl(id, IPC_STAT, &s));
  printf("%o %ld %ld %ld, pids %d %d, times %d %d %d\n", s.msg_perm.mode, (long)s.msg_qnum, (long)s.__msg_cbytes, (long)s.msg_qbytes,
         s.msg_lspid == getpid(), s.msg_lrpid == getpid(), s.msg_stime > 0, s.msg_rtime > 0, s.msg_ctime > 0);
  WORKS(msgctl(0, IPC_INFO, (void *)&i));
  printf("%d %d %d %d\n", i.msgmax, i.msgmnb, i.msgmni, i.msgssz);
  WORKS(msgctl(0, MSG_INFO, (void *)&i));
  printf("%d %d %d\n", i.msgpool >= 1, i.msgmap >= 1, i.msgtql >= 3);
  CALL(msgctl(id & 0x7fff, MSG_STAT, &s) == id);
  CALL(msgctl(id, 77, &s));
  CALL(msgctl(id, IPC_STAT, BAD));
  CALL(msgctl(-1, IPC_STAT, &s));
  CALL(msgctl(id, IPC_RMID, NULL));
  CALL(msgctl(id, IPC_RMID, NULL));
  CALL(msgsnd(id, &m, 1, 0));
}
