/* System V shared memory comes and goes by area: shmat(2), shmdt(2), munmap(2), IPC_RMID. */
#include "../../case.h"
#include <sys/ipc.h>
#include <sys/shm.h>

#define SIZE 10000

static unsigned long attached(int id) {
  struct shmid_ds status;
  if (shmctl(id, IPC_STAT, &status) != 0) return 999;
  return status.shm_nattch;
}

CASE(sysv_attach) {
  int id = shmget(IPC_PRIVATE, SIZE, 0600);
  char *one = shmat(id, NULL, 0), *two = shmat(id, NULL, 0);
  CALL(one != (void *)-1 && two != (void *)-1 && one != two);
  CALL(one[0] + one[SIZE - 1]);
  one[5000] = 'x';
  CALL(two[5000]);
  CALL(attached(id));
  const char *read_only = shmat(id, NULL, SHM_RDONLY);
  CALL(read_only[5000]);
  CALL(mprotect((void *)read_only, 4096, PROT_READ | PROT_WRITE));
  CALL(shmdt(read_only));
  CALL(shmdt(read_only));
  CALL(shmdt(one + 1));
  CALL(shmdt(one + 4096));
  /* a hole makes two areas of one */
  CALL(munmap(one + 4096, 4096));
  CALL(attached(id));
  CALL(shmdt(one));
  CALL(attached(id));
  CALL(two[5000]);
  /* removed, it lives until the last area is gone */
  CALL(shmctl(id, IPC_RMID, NULL));
  struct shmid_ds status;
  CALL(shmctl(id, IPC_STAT, &status));
  CALL(status.shm_perm.mode);
  char *three = shmat(id, NULL, 0);
  CALL(three[5000]);
  CALL(shmdt(two));
  CALL(three[5000]);
  CALL(shmdt(three));
  CALL(shmctl(id, IPC_STAT, &status));
}
