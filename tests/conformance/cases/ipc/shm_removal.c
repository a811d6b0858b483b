/* A segment that is marked for removal lives until the last detach, by shmdt or by munmap. */
#include "../../memory.h"
#include <sys/shm.h>
#define KEY 0x05130002
CASE(shm_removal) {
  int id = shmget(KEY, PAGE, IPC_CREAT | 0600), next;
  char *a = shmat(id, NULL, 0), *b;
  strcpy(a, "kept");
  CALL(shmctl(id, IPC_RMID, NULL));
  struct shmid_ds s;
  CALL(shmctl(id, IPC_STAT, &s));
  printf("mode %o, key %d, attached %ld\n", s.shm_perm.mode, s.shm_perm.__key, (long)s.shm_nattch);
  CALL(shmget(KEY, PAGE, 0600));
  WORKS(next = shmget(KEY, PAGE, IPC_CREAT | IPC_EXCL | 0600));
  WORKS(b = shmat(id, NULL, 0));
  printf("%s\n", b);
  CALL(munmap(a, PAGE));
  CALL(shmctl(id, IPC_STAT, &s));
  CALL(munmap(b, PAGE));
  CALL(shmctl(id, IPC_STAT, &s));
  WORKS(shmat(id, NULL, 0));
  CALL(shmctl(next, IPC_RMID, NULL));
}
