/* IPC_INFO, SEM_INFO, SEM_STAT: the limits, and the sets by their places in the table. */
#include "../../case.h"
#include <sys/sem.h>
CASE(sem_limits) {
  struct seminfo i;
  struct semid_ds s;
  int id = semget(IPC_PRIVATE, 4, 0640);
  WORKS(semctl(0, 0, IPC_INFO, &i));
  printf("%d %d %d %d %d %d %d %d\n", i.semmni, i.semmns, i.semmnu, i.semmsl, i.semopm, i.semume, i.semvmx, i.semaem);
  WORKS(semctl(0, 0, SEM_INFO, &i));
  printf("sets %d, semaphores %d\n", i.semusz >= 1, i.semaem >= 4);
  CALL(semctl(id & 0x7fff, 0, SEM_STAT, &s) == id);
  printf("%ld %o\n", (long)s.sem_nsems, s.sem_perm.mode);
  CALL(semctl(32000, 0, SEM_STAT, &s));
  s.sem_perm.mode = 0604, s.sem_perm.uid = 3;
  CALL(semctl(id, 0, IPC_SET, &s));
  CALL(semctl(id, 0, IPC_STAT, &s));
  printf("%o %d %d\n", s.sem_perm.mode, s.sem_perm.uid, s.sem_perm.cuid);
  CALL(semctl(id, 0, IPC_STAT, BAD));
  CALL(semctl(0, 0, IPC_INFO, BAD));
  semctl(id, 0, IPC_RMID);
}
