/* Blocking calls that are cancellation points: each ends a thread that is cancelled in it. */
#include "../../case.h"
#include <poll.h>
#include <semaphore.h>
#include <sys/socket.h>
static int p[2], s[2];
static sem_t sem;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static void unlock(void *u) { pthread_mutex_unlock(&m); }
static void *blocks(void *which) {
  char b;
  struct timespec t = in_ms(20000);
  struct pollfd f = {p[0], POLLIN};
  sigset_t set = signals_of(SIGUSR2, 0);
  switch ((long)which) {
    case 0: read(p[0], &b, 1); break;
    case 1: nanosleep(&t, NULL); break;
    case 2: poll(&f, 1, -1); break;
    case 3: recv(s[0], &b, 1, 0); break;
    case 4: sem_wait(&sem); break;
    case 5: pause(); break;
    case 6: sigtimedwait(&set, NULL, &t); break;
    case 7:
      pthread_mutex_lock(&m);
      pthread_cleanup_push(unlock, NULL);
      pthread_cond_wait(&c, &m);
      pthread_cleanup_pop(1);
  }
  return NULL;
}
CASE(cancel_points) {
  pipe(p), socketpair(AF_UNIX, SOCK_STREAM, 0, s), sem_init(&sem, 0, 0);
  for (long i = 0; i < 8; i++) {
    struct worker w;
    start_worker(&w, blocks, (void *)i), until_asleep(w.tid);
    pthread_cancel(w.thread);
    printf("%ld: %d\n", i, join_worker(&w) == PTHREAD_CANCELED);
  }
  CALL(pthread_mutex_trylock(&m));
  CALL(pthread_mutex_unlock(&m));
  close(p[0]), close(p[1]), close(s[0]), close(s[1]);
}
