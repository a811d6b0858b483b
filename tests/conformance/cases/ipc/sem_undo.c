/* SEM_UNDO: the sum of what is to be undone has limits, and SETVAL forgets it. */
#include "../../case.h"
#include <sys/sem.h>
CASE(sem_undo) {
  int id = semget(IPC_PRIVATE, 2, 0600);
  struct sembuf up = {0, 30000, SEM_UNDO}, down = {0, -30000, 0}, back = {0, -30000, SEM_UNDO};
  CALL(semop(id, &up, 1));
  CALL(semctl(id, 0, GETVAL));
  CALL(semop(id, &down, 1));
  CALL(semop(id, &up, 1));
  CALL(semctl(id, 0, GETVAL));
  CALL(semctl(id, 0, SETVAL, 0));
  CALL(semop(id, &up, 1));
  CALL(semop(id, &back, 1));
  CALL(semctl(id, 0, GETVAL));
  CALL(semop(id, &up, 1));
  CALL(semctl(id, 0, IPC_RMID));
}
