/* shmctl(2): status, owner, limits. */
#include "../../case.h"
#include <sys/ipc.h>
#include <sys/shm.h>

#define KEY 0x5eed1234
#define SIZE 10000

CASE(sysv_control) {
  int id = shmget(KEY, SIZE, IPC_CREAT | 0604);
  struct shmid_ds status;
  CALL(shmctl(id, IPC_STAT, BAD));
  CALL(shmctl(id, IPC_SET, BAD));
  CALL(shmctl(-1, IPC_STAT, &status));
  CALL(shmctl(id, 99, &status));
  CALL(shmctl(id, IPC_STAT, &status));
  CALL(status.shm_segsz);
  CALL(status.shm_perm.mode);
  CALL(status.shm_perm.__key == KEY);
  CALL(status.shm_cpid == getpid());
  CALL(status.shm_lpid);
  CALL(status.shm_atime == 0 && status.shm_dtime == 0 && status.shm_ctime > 0);
  CALL(shmdt(shmat(id, NULL, 0)));
  CALL(shmctl(id, IPC_STAT, &status));
  CALL(status.shm_lpid == getpid());
  CALL(status.shm_atime > 0 && status.shm_dtime > 0);
  status.shm_perm.mode = 01777;
  CALL(shmctl(id, IPC_SET, &status));
  CALL(shmctl(id, SHM_LOCK, NULL));
  CALL(shmctl(id, IPC_STAT, &status));
  CALL(status.shm_perm.mode);
  CALL(shmctl(id, SHM_UNLOCK, NULL));
  struct shminfo limits;
  WORKS(shmctl(0, IPC_INFO, (void *)&limits));
  CALL(limits.shmmin);
  CALL(shmctl(0, IPC_INFO, BAD));
  CALL(shmctl(id, IPC_RMID, NULL));
}
