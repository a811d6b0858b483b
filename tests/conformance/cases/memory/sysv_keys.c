/* System V shared memory by key: shmget(2). */
#include "../../case.h"
#include <sys/ipc.h>
#include <sys/shm.h>

#define KEY 0x5eed1234
#define SIZE 10000

CASE(sysv_keys) {
  CALL(shmget(KEY, SIZE, 0600));
  CALL(shmget(KEY, 0, IPC_CREAT | 0600));
  int id = shmget(KEY, SIZE, IPC_CREAT | 0640);
  WORKS(id);
  CALL(shmget(KEY, SIZE, IPC_CREAT | 0600) == id);
  CALL(shmget(KEY, 0, 0) == id);
  CALL(shmget(KEY, SIZE + 1, 0));
  CALL(shmget(KEY, SIZE, IPC_CREAT | IPC_EXCL | 0600));
  int private = shmget(IPC_PRIVATE, 1, 0600), other = shmget(IPC_PRIVATE, 1, 0600);
  CALL(private != other);
  CALL(shmget(IPC_PRIVATE, 0, 0600));
  CALL(shmget(IPC_PRIVATE, (size_t)-1, 0600));
  CALL(shmctl(private, IPC_RMID, NULL));
  CALL(shmctl(private, IPC_RMID, NULL));
  CALL(shmctl(other, IPC_RMID, NULL));
  CALL(shmctl(id, IPC_RMID, NULL));
  CALL(shmget(KEY, SIZE, 0));
}
