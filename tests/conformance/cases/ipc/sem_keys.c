/* Keys of semaphore sets: how many semaphores a set has, and has to have. */
#include "../../case.h"
#include <sys/sem.h>
#define KEY 0x05130003
CASE(sem_keys) {
  int id;
  CALL(semget(KEY, 2, 0600));
  CALL(semget(KEY, 0, IPC_CREAT | 0600));
  CALL(semget(KEY, -1, IPC_CREAT | 0600));
  CALL(semget(KEY, 32001, IPC_CREAT | 0600));
  WORKS(id = semget(KEY, 2, IPC_CREAT | IPC_EXCL | 0600));
  CALL(semget(KEY, 0, 0) == id);
  CALL(semget(KEY, 2, IPC_CREAT) == id);
  CALL(semget(KEY, 3, 0));
  CALL(semget(KEY, 1, IPC_CREAT | IPC_EXCL));
  CALL(semget(KEY, 3, IPC_CREAT | IPC_EXCL));
  CALL(semctl(id, 0, IPC_RMID));
  CALL(semget(KEY, 0, 0));
}
