/* For the cases in which a thread waits in a call until another does something. */
#include "case.h"
struct waiting_call {
  struct worker worker;
  pthread_t thread;
  long (*call)(void *);
  void *argument;
  long result;
  int error;
};
static void *waiting_thread(void *argument) {
  struct waiting_call *w = argument;
  errno = 0;
  w->result = w->call(w->argument);
  w->error = errno;
  return NULL;
}
/* Makes the call in a thread of its own, and comes back when that thread sleeps. */
static void start_waiting(struct waiting_call *w, long (*call)(void *), void *argument) {
  *w = (struct waiting_call){.call = call, .argument = argument};
  start_worker(&w->worker, waiting_thread, w);
  w->thread = w->worker.thread;
  until_asleep(w->worker.tid);
}
/* Its result, when the thread has ended. */
static void end_waiting(struct waiting_call *w, const char *text) {
  join_worker(&w->worker);
  if (w->result == -1) printf("%s = %s\n", text, strerrorname_np(w->error));
  else printf("%s = %ld\n", text, w->result);
}
