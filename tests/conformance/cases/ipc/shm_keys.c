/* Keys of shared memory: IPC_CREAT, IPC_EXCL, sizes that are too large, IPC_PRIVATE. */
#include "../../memory.h"
#include <sys/shm.h>
#define KEY 0x05130001
CASE(shm_keys) {
  int id, other;
  CALL(shmget(KEY, PAGE, 0600));
  WORKS(id = shmget(KEY, PAGE, IPC_CREAT | 0600));
  CALL(shmget(KEY, PAGE, IPC_CREAT | 0600) == id);
  CALL(shmget(KEY, 0, 0) == id);
  CALL(shmget(KEY, 1, 0600) == id);
  CALL(shmget(KEY, PAGE + 1, 0600));
  CALL(shmget(KEY, PAGE, IPC_CREAT | IPC_EXCL | 0600));
  CALL(shmget(KEY, PAGE, IPC_EXCL | 0600) == id);
  CALL(shmget(IPC_PRIVATE, 0, IPC_CREAT | 0600));
  CALL(shmget(KEY + 1, 0, IPC_CREAT | 0600));
  CALL(shmget(IPC_PRIVATE, -1L, IPC_CREAT | 0600));
  WORKS(other = shmget(IPC_PRIVATE, PAGE, 0));
  printf("two of them %d\n", other != id);
  CALL(shmctl(other, IPC_RMID, NULL));
  CALL(shmctl(id, IPC_RMID, NULL));
  CALL(shmctl(id, IPC_RMID, NULL));
  CALL(shmget(KEY, PAGE, 0600));
}
