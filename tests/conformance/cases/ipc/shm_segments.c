/* shmget(2), shmat(2): two attachments show the same memory; sizes; shmdt(2). */
#include "../../memory.h"
#include <sys/shm.h>
CASE(shm_segments) {
  int id;
  char *a, *b;
  WORKS(id = shmget(IPC_PRIVATE, 2 * PAGE + 5, IPC_CREAT | 0600));
  WORKS(a = shmat(id, NULL, 0));
  WORKS(b = shmat(id, NULL, SHM_RDONLY));
  printf("%d %d\n", a[0], a[3 * PAGE - 1]);
  strcpy(a + PAGE, "shared");
  printf("%s, writing %s\n", b + PAGE, writes(b));
  show_maps(a, 1);
  struct shmid_ds s;
  CALL(shmctl(id, IPC_STAT, &s));
  printf("size %ld, attached %ld, mode %o, creator %d, last %d\n", (long)s.shm_segsz, (long)s.shm_nattch,
         s.shm_perm.mode, s.shm_cpid == getpid(), s.shm_lpid == getpid());
  printf("times %d %d %d\n", s.shm_atime > 0, s.shm_dtime > 0, s.shm_ctime > 0);
  CALL(shmdt(a));
  CALL(shmdt(a));
  CALL(shmctl(id, IPC_STAT, &s));
  printf("attached %ld, detached %d\n", (long)s.shm_nattch, s.shm_dtime > 0);
  CALL(shmctl(id, IPC_RMID, NULL));
  printf("%s\n", b + PAGE);
  CALL(shmdt(b));
  CALL(shmctl(id, IPC_STAT, &s));
}
