/* semop(2): all operations or none, in their order. */
#include "../../case.h"
#include <sys/sem.h>
static int values(int id) { return semctl(id, 0, GETVAL) * 100 + semctl(id, 1, GETVAL) * 10 + semctl(id, 2, GETVAL); }
CASE(sem_operations) {
  int id = semget(IPC_PRIVATE, 3, 0600);
  struct sembuf up[] = {{0, 2, 0}, {1, 1, 0}}, both[] = {{0, -1, IPC_NOWAIT}, {2, -1, IPC_NOWAIT}};
  struct sembuf same[] = {{0, 1, 0}, {0, -3, IPC_NOWAIT}}, zero[] = {{2, 0, IPC_NOWAIT}, {2, 1, 0}}, far = {3, 1, 0};
  CALL(semop(id, up, 2));
  CALL(values(id));
  CALL(semop(id, both, 2));
  CALL(values(id));
  CALL(semop(id, same, 2));
  CALL(values(id));
  CALL(semop(id, zero, 2));
  CALL(semop(id, zero, 2));
  CALL(values(id));
  CALL(semop(id, both, 2));
  CALL(values(id));
  CALL(semctl(id, 1, GETPID) == getpid());
  CALL(semop(id, &far, 1));
  CALL(semop(id, up, 0));
  CALL(semop(id, up, 501));
  CALL(semop(id, BAD, 1));
  CALL(semop(-1, up, 1));
  CALL(semop(id + 1000000, up, 1));
  semctl(id, 0, SETVAL, 32767);
  CALL(semop(id, up, 1));
  semctl(id, 0, IPC_RMID);
}
