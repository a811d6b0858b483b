/* semget(2), semctl(2): values set and read one by one and together, and who set them. */
#include "../../case.h"
#include <sys/sem.h>
CASE(sem_values) {
  int id;
  unsigned short all[3] = {7, 8, 9};
  struct semid_ds s;
  WORKS(id = semget(IPC_PRIVATE, 3, 0600));
  CALL(semctl(id, 0, GETVAL));
  CALL(semctl(id, 0, GETPID));
  CALL(semctl(id, 1, SETVAL, 5));
  CALL(semctl(id, 1, GETVAL));
  CALL(semctl(id, 1, GETPID) == getpid());
  CALL(semctl(id, 0, SETALL, all));
  all[0] = all[1] = all[2] = 0;
  CALL(semctl(id, 0, GETALL, all));
  printf("%d %d %d\n", all[0], all[1], all[2]);
  CALL(semctl(id, 2, SETVAL, 32767));
  CALL(semctl(id, 2, SETVAL, 32768));
  CALL(semctl(id, 2, SETVAL, -1));
  all[1] = 32768;
  CALL(semctl(id, 0, SETALL, all));
  CALL(semctl(id, 3, GETVAL));
  CALL(semctl(id, -1, GETVAL));
  CALL(semctl(id, 3, SETVAL, 1));
  CALL(semctl(id, 0, GETALL, BAD));
  CALL(semctl(id, 0, SETALL, BAD));
  CALL(semctl(id, 0, IPC_STAT, &s));
  printf("%ld semaphores, mode %o, operated %d, changed %d\n", (long)s.sem_nsems, s.sem_perm.mode, s.sem_otime != 0, s.sem_ctime != 0);
  CALL(semctl(id, 0, 99));
  CALL(semctl(id, 0, IPC_RMID));
  CALL(semctl(id, 0, GETVAL));
  CALL(semctl(-1, 0, GETVAL));
}
