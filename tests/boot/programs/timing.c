/* Checks this machine's clocks against each other; a line on stdout for each that is wrong, then the clock's name. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MS 1000000ll
#define READINGS 20000

static long long since1970(struct timespec t) {
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}
static long long now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return since1970(t);
}
static long long called(clockid_t clock) {
  struct timespec t;
  syscall(SYS_clock_gettime, clock, &t);
  return since1970(t);
}
static void expect(int holds, const char *what) {
  if (!holds) printf("wrong: %s\n", what);
}
/* Not before, and not absurdly late: the host may be busy. */
static void expectAbout(long long took, long long wanted, const char *what) {
  if (took < wanted || took > wanted + 2000 * MS) printf("wrong: %s took %lld ns, not %lld\n", what, took, wanted);
}

static void *readOften(void *unused) {
  long long last = now(CLOCK_MONOTONIC);
  for (int i = 0; i < READINGS; i++) {
    long long next = (i & 1) ? now(CLOCK_MONOTONIC) : called(CLOCK_MONOTONIC);
    if (next < last) return "back";
    last = next;
  }
  return NULL;
}

static void sleeps(void) {
  struct timespec t = {0, 30 * MS};
  long long start = now(CLOCK_MONOTONIC);
  expect(nanosleep(&t, NULL) == 0, "nanosleep");
  expectAbout(now(CLOCK_MONOTONIC) - start, 30 * MS, "nanosleep");
  long long until = now(CLOCK_REALTIME) + 25 * MS;
  t = (struct timespec){until / 1000000000, until % 1000000000};
  expect(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &t, NULL) == 0, "clock_nanosleep");
  expectAbout(now(CLOCK_REALTIME), until, "clock_nanosleep until a wall-clock time");
}

static void timers(void) {
  long long start = now(CLOCK_MONOTONIC);
  struct itimerspec every = {{0, 10 * MS}, {0, 10 * MS}};
  int fd = timerfd_create(CLOCK_MONOTONIC, 0);
  timerfd_settime(fd, 0, &every, NULL);
  unsigned long long count = 0, total = 0;
  while (total < 5 && read(fd, &count, 8) == 8) total += count;
  expectAbout(now(CLOCK_MONOTONIC) - start, 50 * MS, "five periods of a timerfd");
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  struct itimerval once = {{0, 0}, {0, 20000}};
  start = now(CLOCK_MONOTONIC);
  setitimer(ITIMER_REAL, &once, NULL);
  int got;
  sigwait(&set, &got);
  expectAbout(now(CLOCK_MONOTONIC) - start, 20 * MS, "setitimer");
}

static void walls(void) {
  struct timeval day;
  long long before = called(CLOCK_REALTIME);
  gettimeofday(&day, NULL);
  long long middle = day.tv_sec * 1000000000ll + day.tv_usec * 1000ll;
  long long after = now(CLOCK_REALTIME);
  expect(before / 1000 <= middle / 1000 && middle <= after, "gettimeofday lies between two readings");
  expect(time(NULL) >= after / 1000000000, "time is not behind");
}

int main(void) {
  pthread_t other;
  void *result;
  pthread_create(&other, NULL, readOften, NULL);
  expect(readOften(NULL) == NULL, "time does not go back");
  pthread_join(other, &result);
  expect(result == NULL, "time does not go back for a second thread");
  sleeps();
  timers();
  walls();
  char name[64] = "";
  FILE *f = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "r");
  expect(f != NULL && fgets(name, sizeof name, f) != NULL, "the clock has a name");
  printf("clock %s", name);
  return 0;
}
