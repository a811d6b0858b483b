/* shmctl(2): IPC_SET, SHM_LOCK, the limits, SHM_STAT, and what is wrong. */
#include "../../memory.h"
#include <sys/shm.h>
CASE(shm_control) {
  int id = shmget(IPC_PRIVATE, PAGE, 0640);
  struct shmid_ds s;
  struct shminfo limits;
  shmctl(id, IPC_STAT, &s);
  printf("%o\n", s.shm_perm.mode);
  s.shm_perm.mode = 07777604, s.shm_perm.uid = 7, s.shm_perm.gid = 8;
  CALL(shmctl(id, IPC_SET, &s));
  shmctl(id, IPC_STAT, &s);
  printf("%o %d %d, made by %d %d\n", s.shm_perm.mode, s.shm_perm.uid, s.shm_perm.gid, s.shm_perm.cuid, s.shm_perm.cgid);
  s.shm_perm.uid = -1;
  CALL(shmctl(id, IPC_SET, &s));
  CALL(shmctl(id, SHM_LOCK, NULL));
  shmctl(id, IPC_STAT, &s);
  printf("%o\n", s.shm_perm.mode);
  CALL(shmctl(id, SHM_UNLOCK, NULL));
  WORKS(shmctl(0, IPC_INFO, (void *)&limits));
  printf("%lu %lu %lu %lu\n", limits.shmmax, limits.shmmin, limits.shmmni, limits.shmall);
  CALL(shmctl(id & 0x7fff, SHM_STAT, &s) == id);
  CALL(shmctl(id & 0x7fff, SHM_STAT_ANY, &s) == id);
  CALL(shmctl(id, 99, &s));
  CALL(shmctl(-1, IPC_STAT, &s));
  CALL(shmctl(id, IPC_STAT, BAD));
  CALL(shmctl(id, IPC_SET, BAD));
  CALL(shmctl(-1, IPC_RMID, NULL));
  CALL(shmctl(id, IPC_RMID, NULL));
}
