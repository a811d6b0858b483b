/* A signal in a write that has begun ends it with what was written; before the first byte, EINTR or a new start. */
#include "../../threads.h"
static int p[2];
static char big[100000];
static void nothing(int s) {}
static long write_all(void *unused) { return write(p[1], big, sizeof big); }
static long read_one(void *unused) { return read(p[0], big, 1); }
CASE(pipe_interrupted) {
  struct waiting_call w;
  pipe(p);
  on_signal(SIGUSR1, nothing, 0);
  start_waiting(&w, write_all, NULL);
  pthread_kill(w.thread, SIGUSR1);
  end_waiting(&w, "write");
  CALL(read(p[0], big, sizeof big));
  start_waiting(&w, read_one, NULL);
  pthread_kill(w.thread, SIGUSR1);
  end_waiting(&w, "read");
  on_signal(SIGUSR1, nothing, SA_RESTART);
  start_waiting(&w, read_one, NULL);
  pthread_kill(w.thread, SIGUSR1);
  until_asleep(w.worker.tid);
  write(p[1], "x", 1);
  end_waiting(&w, "restarted");
  on_signal(SIGUSR1, SIG_DFL, 0);
  close(p[0]), close(p[1]);
}
