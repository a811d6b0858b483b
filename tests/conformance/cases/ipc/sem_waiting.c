/* A thread that waits in semop(2): counted, woken when all that it wants is there. */
#include "../../threads.h"
#include <sys/sem.h>
static int id;
static long take_both(void *unused) {
  struct sembuf both[] = {{0, -1, 0}, {1, -2, 0}};
  return semop(id, both, 2);
}
static long wait_for_zero(void *unused) {
  struct sembuf zero = {2, 0, 0};
  return semop(id, &zero, 1);
}
CASE(sem_waiting) {
  struct waiting_call w;
  struct sembuf up0 = {0, 1, 0}, up1 = {1, 1, 0}, down2 = {2, -1, 0};
  id = semget(IPC_PRIVATE, 3, 0600);
  start_waiting(&w, take_both, NULL);
  printf("on 0: %d, on 1: %d\n", semctl(id, 0, GETNCNT), semctl(id, 1, GETNCNT));
  semop(id, &up0, 1);
  usleep(20000);
  printf("on 0: %d, on 1: %d, value %d\n", semctl(id, 0, GETNCNT), semctl(id, 1, GETNCNT), semctl(id, 0, GETVAL));
  semop(id, &up1, 1);
  semop(id, &up1, 1);
  end_waiting(&w, "take_both");
  printf("left %d %d\n", semctl(id, 0, GETVAL), semctl(id, 1, GETVAL));
  semctl(id, 2, SETVAL, 2);
  start_waiting(&w, wait_for_zero, NULL);
  printf("for zero: %d, for more: %d\n", semctl(id, 2, GETZCNT), semctl(id, 2, GETNCNT));
  semop(id, &down2, 1);
  semop(id, &down2, 1);
  end_waiting(&w, "wait_for_zero");
  start_waiting(&w, take_both, NULL);
  semctl(id, 0, SETVAL, 1), semctl(id, 1, SETVAL, 2);
  end_waiting(&w, "by SETVAL");
  semctl(id, 0, IPC_RMID);
}
