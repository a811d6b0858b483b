/*
 * What keeps the program going whatever a call does. A timer ends calls that would block: they fail with EINTR. Linux takes
 * some up again after every signal (futex(2), waits for a lock that hands priorities on): those are left by a jump. A
 * sequence that has unmapped or protected the arena faults at its next use and is left too.
 */
#include "sequences.h"
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define FIRST_TICK_US 20000
#define NEXT_TICK_US 3000
/* Of a call with a short time limit of its own, which shall come first on a busy machine too. */
#define LATE_TICK_US 900000
/* A call that has seen so many will see all others as well. */
#define MOST_TICKS 8

sigjmp_buf lost_memory;
static sigjmp_buf endless_call;
/* Ticks that the call may still see; 0 while none is made. */
static volatile sig_atomic_t ticks_left;

static void on_tick(int s) {
  (void)s;
  if (ticks_left > 0 && --ticks_left == 0) siglongjmp(endless_call, 1);
}
static void on_signal(int s) {
  (void)s;
  signals_taken++;
}
static void on_fault(int s) { siglongjmp(lost_memory, s); }

void catch_signals(void) {
  struct sigaction a = {.sa_handler = on_tick};
  sigaction(SIGALRM, &a, NULL);
  a.sa_handler = on_fault;
  sigaction(SIGSEGV, &a, NULL);
  sigaction(SIGBUS, &a, NULL);
  a.sa_handler = on_signal;
  sigaction(SIGUSR2, &a, NULL);
  sigaction(40, &a, NULL);
  sigaction(41, &a, NULL);
}
void stop_ticks(void) {
  const struct itimerval off = {{0, 0}, {0, 0}};
  ticks_left = 0;
  setitimer(ITIMER_REAL, &off, NULL);
}

/* Time limits that arguments.c makes are short, or refused; or none, or hours in milliseconds. */
static int has_short_limit(const struct Call *c, const uint64_t a[6]) {
  for (int k = 0; k < 6 && c->kinds[k] != END; k++) {
    if ((c->kinds[k] == TIMESPEC || c->kinds[k] == TIMEVAL) && a[k] != 0) return 1;
    if (c->kinds[k] == LIMIT_MS && a[k] > 0 && a[k] <= MOST_SHORT_MS) return 1;
  }
  return 0;
}

long make_call(const struct Call *c, const uint64_t a[6]) {
  if (sigsetjmp(endless_call, 0) != 0) {
    sigset_t tick;
    sigemptyset(&tick);
    sigaddset(&tick, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &tick, NULL);
    errno = NEVER;
    return -1;
  }
  const struct itimerval ticks = {{0, NEXT_TICK_US}, {0, has_short_limit(c, a) ? LATE_TICK_US : FIRST_TICK_US}};
  setitimer(ITIMER_REAL, &ticks, NULL);
  ticks_left = MOST_TICKS;
  long result = syscall(c->number, a[0], a[1], a[2], a[3], a[4], a[5]);
  ticks_left = 0;
  return result;
}
