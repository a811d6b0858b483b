/* Where shmat(2) attaches, and where it refuses to. */
#include "../../case.h"
#include <sys/ipc.h>
#include <sys/shm.h>

#define SIZE 10000

static unsigned long attached(int id) {
  struct shmid_ds status;
  if (shmctl(id, IPC_STAT, &status) != 0) return 999;
  return status.shm_nattch;
}

CASE(sysv_places) {
  int id = shmget(IPC_PRIVATE, SIZE, 0600);
  char *room = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  WORKS(shmat(id, room + 1, 0));
  WORKS(shmat(id, room, 0));
  WORKS(shmat(id, NULL, SHM_REMAP));
  WORKS(shmat(-1, NULL, 0));
  WORKS(shmat(id + 1, NULL, 0));
  munmap(room, 1 << 16);
  CALL(shmat(id, room + 4097, SHM_RND) == room + 4096);
  WORKS(shmat(id, room + 8192, 0));
  CALL(shmat(id, room + 8192, SHM_REMAP) == room + 8192);
  CALL(attached(id));
  room[4096] = 'a', room[8192] = 'b';
  CALL(room[4096]);
  CALL(shmdt(room + 8192));
  CALL(shmdt(room + 4096));
  CALL(attached(id));
  munmap(room, 1 << 20);
  CALL(shmctl(id, IPC_RMID, NULL));
}
