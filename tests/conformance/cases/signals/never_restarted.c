/* Calls that a handler ends with EINTR whatever SA_RESTART says: poll, ppoll, select, pselect, epoll_wait, epoll_pwait2, sigsuspend, semop, msgrcv. */
#include "../../case.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
static volatile int handled;
static void note(int s) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static int p[2], ep, sem, queue;
static void *blocks(void *which) {
  struct pollfd f = {p[0], POLLIN};
  struct timespec t = in_ms(20000);
  struct timeval v = {20, 0};
  struct epoll_event e;
  struct sembuf take = {0, -1, 0};
  struct {
    long type;
    char text[8];
  } m;
  fd_set set;
  sigset_t none;
  long r = 0;
  FD_ZERO(&set);
  FD_SET(p[0], &set);
  sigemptyset(&none);
  switch ((long)which) {
    case 0: r = poll(&f, 1, 20000); break;
    case 1: r = ppoll(&f, 1, NULL, NULL); break;
    case 2: r = select(p[0] + 1, &set, NULL, NULL, &v); break;
    case 3: r = pselect(p[0] + 1, &set, NULL, NULL, NULL, &none); break;
    case 4: r = epoll_wait(ep, &e, 1, 20000); break;
    case 5: r = syscall(SYS_epoll_pwait2, ep, &e, 1, &t, NULL, 8); break;
    case 6: r = sigsuspend(&none); break;
    case 7: r = semop(sem, &take, 1); break;
    case 8: r = msgrcv(queue, &m, 8, 0, 0);
  }
  return (void *)(r == -1 ? (long)errno : -1L);
}
CASE(never_restarted) {
  pipe(p), ep = epoll_create1(0);
  sem = semget(IPC_PRIVATE, 1, 0600), queue = msgget(IPC_PRIVATE, 0600);
  for (long i = 0; i < 9; i++) {
    struct worker w;
    handled = 0;
    on_signal(SIGUSR1, note, SA_RESTART);
    start_worker(&w, blocks, (void *)i), until_asleep(w.tid);
    pthread_kill(w.thread, SIGUSR1);
    printf("%ld: %s\n", i, strerrorname_np((long)join_worker(&w)));
  }
  semctl(sem, 0, IPC_RMID), msgctl(queue, IPC_RMID, NULL);
  close(p[0]), close(p[1]), close(ep);
  signal(SIGUSR1, SIG_DFL);
}
