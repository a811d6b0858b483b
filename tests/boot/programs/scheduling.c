/* How processors are shared among threads: each mode is one rule, says "held", or what it measured instead.
 *
 * Shares are of the threads' own CPU clocks, so that what the host takes from the machine does not count. The main thread
 * sleeps while the others spin, and looks at their clocks. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MOST 16
#define MS 1000000L
/* What one processor is shared for in a mode. */
#define RUN (1500 * MS)

static int processors, count;
static atomic_int stop;
static struct spinner {
  pthread_t thread;
  clockid_t clock;
  int nice;
  atomic_ulong seen; /* a bit for each processor that it was on */
  atomic_long rounds; /* what it has done, whatever the host took from the machine meanwhile */
  long start, ran;   /* of its clock, ns */
} spinners[MOST];

static long clock_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000 * MS + t.tv_nsec;
}
static void sleep_ns(long ns) {
  struct timespec t = {ns / (1000 * MS), ns % (1000 * MS)};
  clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL);
}
static void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) perror("sched_setaffinity");
}
/* When the main thread wanted to wake, and how much the others have done since. */
static atomic_long due, done_since;
static void work(void) {
  for (volatile int i = 0; i < 1000; i++)
    ;
  if (clock_ns(CLOCK_MONOTONIC) > atomic_load(&due)) atomic_fetch_add(&done_since, 1);
}
static void *spin(void *arg) {
  struct spinner *me = arg;
  if (me->nice != 0 && setpriority(PRIO_PROCESS, (id_t)gettid(), me->nice) != 0) perror("setpriority");
  while (!atomic_load(&stop)) {
    work();
    atomic_fetch_add(&me->rounds, 1);
    atomic_fetch_or(&me->seen, 1UL << sched_getcpu());
  }
  return NULL;
}
/* Starts one; cpu < 0: on any. */
static struct spinner *add(int nice, int policy, int priority, int cpu) {
  struct spinner *new = &spinners[count++];
  new->nice = nice;
  /* It is given all this before its first instruction: it may not get the processor to ask for it. */
  struct sched_param param = {.sched_priority = priority};
  pthread_attr_t attr;
  pthread_attr_init(&attr);
  pthread_attr_setinheritsched(&attr, PTHREAD_EXPLICIT_SCHED);
  /* glibc's attributes know no SCHED_IDLE. */
  pthread_attr_setschedpolicy(&attr, policy == SCHED_IDLE ? SCHED_OTHER : policy);
  pthread_attr_setschedparam(&attr, &param);
  cpu_set_t set;
  CPU_ZERO(&set);
  if (cpu >= 0) CPU_SET(cpu, &set);
  else
    for (int i = 0; i < processors; i++) CPU_SET(i, &set);
  pthread_attr_setaffinity_np(&attr, sizeof set, &set);
  if (pthread_create(&new->thread, &attr, spin, new) != 0) puts("a thread is not made");
  if (policy == SCHED_IDLE && pthread_setschedparam(new->thread, policy, &param) != 0) puts("SCHED_IDLE is refused");
  pthread_getcpuclockid(new->thread, &new->clock);
  return new;
}
static void begin(void) {
  for (int i = 0; i < count; i++) spinners[i].start = clock_ns(spinners[i].clock);
}
static long look(void) {
  long sum = 0;
  for (int i = 0; i < count; i++) sum += spinners[i].ran = clock_ns(spinners[i].clock) - spinners[i].start;
  return sum;
}
/* Lets them share until they have run for `total` together; gives up after a minute. */
static void share(long total) {
  long limit = clock_ns(CLOCK_MONOTONIC) + 60000 * MS;
  sleep_ns(50 * MS);
  for (begin(); look() < total && clock_ns(CLOCK_MONOTONIC) < limit;) sleep_ns(20 * MS);
}
static void verdict(int held) {
  if (held) puts("held");
  else
    for (int i = 0; i < count; i++)
      printf("thread %d: %ld us on %lx\n", i, spinners[i].ran / 1000, atomic_load(&spinners[i].seen));
  atomic_store(&stop, 1);
  for (int i = 0; i < count; i++) pthread_join(spinners[i].thread, NULL);
}
/* Whether all have had the same, within a fifth. */
static int equal(void) {
  long mean = look() / count;
  for (int i = 0; i < count; i++)
    if (spinners[i].ran < mean * 4 / 5 || spinners[i].ran > mean * 6 / 5) return 0;
  return 1;
}

static void equals(void) {
  for (int i = 0; i < 3; i++) add(0, i == 1 ? SCHED_BATCH : SCHED_OTHER, 0, 0);
  share(RUN);
  verdict(equal());
}
/* Weights, as in Linux's table: 1024 at nice 0, 110 at nice 10, 15 at nice 19, 3 of SCHED_IDLE. */
static void weights(int nice, int policy, double ratio) {
  struct spinner *heavy = add(0, SCHED_OTHER, 0, 0), *light = add(nice, policy, 0, 0);
  share(2 * RUN);
  /* Some slices more or less: the host stretches them. */
  double due_ns = (double)(heavy->ran + light->ran) / (1 + ratio), had = (double)light->ran;
  verdict(had > due_ns * 0.6 - 8 * MS && had < due_ns * 1.6 + 120 * MS);
}
/* One that has had the processor for itself is not put back for that, and one that comes late owes nothing. */
static void late(void) {
  add(0, SCHED_OTHER, 0, 0);
  sleep_ns(700 * MS);
  add(0, SCHED_OTHER, 0, 0);
  share(600 * MS);
  verdict(equal());
}
static int by_value(const void *a, const void *b) {
  long x = *(const long *)a, y = *(const long *)b;
  return (x > y) - (x < y);
}
/* The main thread sleeps and wakes among busy ones: these do little between its time and its running, most times. It is
 * what they do that is counted, for on a busy host time passes without that. */
static void wakes(void) {
  static long lateness[60];
  long unit = MS;
  pin(0);
  for (int i = 0; i < 500; i++) {
    long from = clock_ns(CLOCK_MONOTONIC);
    work();
    long took = clock_ns(CLOCK_MONOTONIC) - from;
    if (took < unit) unit = took;
  }
  for (int i = 0; i < 6; i++) add(0, SCHED_OTHER, 0, 0);
  sleep_ns(100 * MS);
  begin();
  for (int i = 0; i < 60; i++) {
    long at = clock_ns(CLOCK_MONOTONIC) + 7 * MS;
    struct timespec t = {at / (1000 * MS), at % (1000 * MS)};
    atomic_store(&due, at);
    atomic_store(&done_since, 0);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
    lateness[i] = atomic_load(&done_since) * unit;
  }
  look();
  qsort(lateness, 60, sizeof lateness[0], by_value);
  if (lateness[30] >= MS) printf("half of the wake-ups come after %ld us of others' work or more\n", lateness[30] / 1000);
  verdict(lateness[30] < MS);
}
/* What a thread slept it may not take from the others afterwards: it gets no more than they. */
static void sleeps(void) {
  pin(0);
  for (int i = 0; i < 2; i++) add(0, SCHED_OTHER, 0, 0);
  sleep_ns(900 * MS);
  begin();
  long from = clock_ns(CLOCK_THREAD_CPUTIME_ID);
  while (clock_ns(CLOCK_THREAD_CPUTIME_ID) - from < 200 * MS)
    ;
  look();
  int held = 1;
  for (int i = 0; i < 2; i++) held &= spinners[i].ran > 130 * MS && spinners[i].ran < 300 * MS;
  verdict(held);
}
/* More threads than processors: each processor is used, and none of the threads gets less than a third of its share. */
static void spread(void) {
  unsigned long used = 0;
  int held = 1;
  for (int i = 0; i < 2 * processors + 1; i++) add(0, SCHED_OTHER, 0, -1);
  share(RUN * processors);
  for (int i = 0; i < count; i++) {
    used |= atomic_load(&spinners[i].seen);
    held &= spinners[i].ran > RUN * processors / count / 3;
  }
  verdict(held && used == (1UL << processors) - 1);
}
/* Gives the main thread a priority above all: those that it starts would keep it from the processor. */
static void direct(void) {
  struct sched_param param = {.sched_priority = 90};
  pin(0);
  if (sched_setscheduler(0, SCHED_FIFO, &param) != 0) perror("sched_setscheduler");
}
/* A real-time thread keeps fair ones from the processor, also one that has slept long. */
static void fifo(void) {
  direct();
  struct spinner *fair = add(-20, SCHED_OTHER, 0, 0), *urgent = add(0, SCHED_FIFO, 1, 0);
  share(400 * MS);
  verdict(fair->ran == 0 && urgent->ran > 390 * MS);
}
/* Equals of SCHED_FIFO do not take turns; those of SCHED_RR do; the less urgent wait. */
static void equals_of(int policy) {
  direct();
  struct spinner *first = add(0, policy, 20, 0);
  sleep_ns(30 * MS);
  struct spinner *second = add(0, policy, 20, 0), *last = add(0, policy, 10, 0);
  share(400 * MS);
  if (policy == SCHED_FIFO) verdict(first->ran > 390 * MS && second->ran == 0 && last->ran == 0);
  else verdict(first->ran > 150 * MS && second->ran > 150 * MS && last->ran == 0);
}
/* Real-time threads do not wait behind each other while another processor runs less urgent ones: these get next to nothing. */
static void urgent_spread(void) {
  direct();
  for (int i = 0; i < 2 * processors; i++) add(0, SCHED_OTHER, 0, -1);
  sleep_ns(50 * MS);
  for (int i = 0; i < processors; i++) add(0, SCHED_FIFO, 5, -1);
  sleep_ns(50 * MS);
  long lost = 0, all = 0;
  for (int i = 0; i < count; i++) atomic_store(&spinners[i].rounds, 0);
  share(400 * MS * processors);
  for (int i = 0; i < count; i++) {
    long rounds = atomic_load(&spinners[i].rounds);
    all += rounds;
    if (i < 2 * processors) lost += rounds;
  }
  verdict(lost < all / 16);
}
/* A waiting thread whose priority rises gets the processor, and loses it when that falls. */
static void changes(void) {
  direct();
  struct spinner *a = add(0, SCHED_FIFO, 10, 0);
  sleep_ns(30 * MS);
  struct spinner *b = add(0, SCHED_FIFO, 10, 0);
  share(100 * MS);
  int held = b->ran == 0;
  struct sched_param param = {.sched_priority = 11};
  pthread_setschedparam(b->thread, SCHED_FIFO, &param);
  sleep_ns(20 * MS);
  share(100 * MS);
  held &= a->ran == 0 && b->ran > 90 * MS;
  param.sched_priority = 0;
  pthread_setschedparam(b->thread, SCHED_OTHER, &param);
  sleep_ns(20 * MS);
  share(100 * MS);
  verdict(held && b->ran == 0 && a->ran > 90 * MS);
}
static void *inherit(void *arg) {
  *(int *)arg = sched_getscheduler(0) * 100 + getpriority(PRIO_PROCESS, 0);
  return NULL;
}
/* New threads have the policy of who makes them, unless that says otherwise. */
static void inheritance(void) {
  struct sched_param param = {.sched_priority = 3}, none = {0};
  int found[3];
  pthread_t thread;
  pthread_attr_t attr;
  pthread_attr_init(&attr);
  pthread_attr_setinheritsched(&attr, PTHREAD_INHERIT_SCHED);
  for (int i = 0; i < 3; i++) {
    if (i == 2) setpriority(PRIO_PROCESS, 0, -4);
    if (i < 2) sched_setscheduler(0, SCHED_RR | (i ? SCHED_RESET_ON_FORK : 0), &param);
    else sched_setscheduler(0, SCHED_BATCH | SCHED_RESET_ON_FORK, &none);
    pthread_create(&thread, &attr, inherit, &found[i]);
    pthread_join(thread, NULL);
  }
  printf("%d %d %d %x\n", found[0], found[1], found[2], sched_getscheduler(0));
}

int main(int argc, char **argv) {
  processors = (int)sysconf(_SC_NPROCESSORS_ONLN);
  const char *mode = argc > 1 ? argv[1] : "";
  if (!strcmp(mode, "equals")) equals();
  else if (!strcmp(mode, "nice10")) weights(10, SCHED_OTHER, 1024.0 / 110);
  else if (!strcmp(mode, "nice19")) weights(19, SCHED_OTHER, 1024.0 / 15);
  else if (!strcmp(mode, "nice-5")) weights(-5, SCHED_OTHER, 1024.0 / 3121);
  else if (!strcmp(mode, "idle")) weights(0, SCHED_IDLE, 1024.0 / 3);
  else if (!strcmp(mode, "late")) late();
  else if (!strcmp(mode, "wakes")) wakes();
  else if (!strcmp(mode, "sleeps")) sleeps();
  else if (!strcmp(mode, "spread")) spread();
  else if (!strcmp(mode, "fifo")) fifo();
  else if (!strcmp(mode, "equal-fifo")) equals_of(SCHED_FIFO);
  else if (!strcmp(mode, "equal-rr")) equals_of(SCHED_RR);
  else if (!strcmp(mode, "urgent-spread")) urgent_spread();
  else if (!strcmp(mode, "changes")) changes();
  else if (!strcmp(mode, "inheritance")) inheritance();
  else if (!strcmp(mode, "rest")) {
    puts("resting");
    fflush(stdout);
    sleep_ns(60000 * MS);
  } else return 2;
  return 0;
}
