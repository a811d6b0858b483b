/* Threads on several processors: each mode is one behaviour. Output does not depend on how many there are. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int processors;
static atomic_int ready, stop;

static void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) perror("sched_setaffinity");
}
static int cpu_here(void) {
  unsigned cpu = 999;
  syscall(SYS_getcpu, &cpu, NULL, NULL);
  return (int)cpu;
}

/* Threads pinned one to each processor meet there: none could if they did not all run at once. */
static void *meet(void *arg) {
  int cpu = (int)(long)arg;
  pin(cpu);
  int wrong = cpu_here() != cpu || sched_getcpu() != cpu;
  atomic_fetch_add(&ready, 1);
  while (atomic_load(&ready) < processors)
    ;
  return (void *)(long)wrong;
}
static void meeting(void) {
  pthread_t t[64];
  long wrong = 0;
  for (int i = 0; i < processors; i++) pthread_create(&t[i], NULL, meet, (void *)(long)i);
  for (int i = 0; i < processors; i++) {
    void *r;
    pthread_join(t[i], &r);
    wrong += (long)r;
  }
  printf("met, %ld in the wrong place\n", wrong);
}

/* A page loses its rights while another processor writes to it: the write faults at once. */
static volatile char *page;
static _Thread_local sigjmp_buf out;
static void on_fault(int s) { siglongjmp(out, s); }
static void *writer(void *arg) {
  (void)arg;
  pin(processors - 1);
  if (sigsetjmp(out, 1) == 0) {
    atomic_store(&ready, 1);
    for (volatile long n = 0;; n++) page[0] = (char)n;
  }
  atomic_store(&stop, 1);
  return NULL;
}
static void shootdown(void) {
  struct sigaction a = {.sa_handler = on_fault};
  sigaction(SIGSEGV, &a, NULL);
  pin(0);
  for (int i = 0; i < 50; i++) {
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    atomic_store(&ready, 0);
    atomic_store(&stop, 0);
    pthread_t t;
    pthread_create(&t, NULL, writer, NULL);
    while (!atomic_load(&ready)) sched_yield();
    if (i % 2) {
      mprotect((void *)page, 4096, PROT_READ);
      char before = page[0];
      for (volatile int k = 0; k < 1000; k++)
        if (page[0] != before) puts("written after mprotect returned");
    } else munmap((void *)page, 4096);
    pthread_join(t, NULL);
    if (i % 2) munmap((void *)page, 4096);
  }
  puts("shot down");
}

/* Signals reach a thread that never enters the kernel. */
static atomic_int got;
static void on_usr1(int s) {
  (void)s;
  atomic_fetch_add(&got, 1);
}
static void *spin(void *arg) {
  pin((int)(long)arg);
  atomic_fetch_add(&ready, 1);
  while (!atomic_load(&stop))
    ;
  return NULL;
}
static void signals(void) {
  struct sigaction a = {.sa_handler = on_usr1};
  sigaction(SIGUSR1, &a, NULL);
  pthread_t t;
  pthread_create(&t, NULL, spin, (void *)(long)(processors - 1));
  while (!atomic_load(&ready)) sched_yield();
  for (int i = 1; i <= 100; i++) {
    pthread_kill(t, SIGUSR1);
    while (atomic_load(&got) < i) sched_yield();
  }
  atomic_store(&stop, 1);
  pthread_join(t, NULL);
  printf("%d signals\n", atomic_load(&got));
}

/* A lock, a condition and a million increments from every processor. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;
static long total;
static int whose;
static void *count(void *arg) {
  int me = (int)(long)arg;
  for (int i = 0; i < 2000; i++) {
    pthread_mutex_lock(&lock);
    total++;
    pthread_mutex_unlock(&lock);
    if (i % 100 == 0) {
      char *m = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      for (int k = 0; k < 65536; k += 4096) m[k] = (char)me;
      for (int k = 0; k < 65536; k += 4096)
        if (m[k] != (char)me) puts("another's page");
      munmap(m, 65536);
    }
  }
  for (int i = 0; i < 200; i++) {
    pthread_mutex_lock(&lock);
    while (whose != me) pthread_cond_wait(&turn, &lock);
    whose = (whose + 1) % 8;
    pthread_cond_broadcast(&turn);
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}
static void counting(void) {
  pthread_t t[8];
  for (long i = 0; i < 8; i++) pthread_create(&t[i], NULL, count, (void *)i);
  for (int i = 0; i < 8; i++) pthread_join(t[i], NULL);
  printf("%ld\n", total);
}

/* The vector registers and FS base are each thread's own, wherever it moves. */
static _Thread_local long mark;
static void *wander(void *arg) {
  long me = (long)arg;
  mark = me;
  double x = (double)me;
  long wrong = 0;
  for (int i = 0; i < 300; i++) {
    pin((int)((me + i) % processors));
    for (int k = 0; k < 100; k++) x = x * 1.5 - x * 0.5;
    if (mark != me || x != (double)me) wrong++;
    if (i % 7 == 0) usleep(50);
  }
  return (void *)wrong;
}
static void wandering(void) {
  pthread_t t[8];
  long wrong = 0;
  for (long i = 0; i < 8; i++) pthread_create(&t[i], NULL, wander, (void *)(i + 1));
  for (int i = 0; i < 8; i++) {
    void *r;
    pthread_join(t[i], &r);
    wrong += (long)r;
  }
  printf("wandered, %ld wrong\n", wrong);
}

/* Appends of several descriptors, and reads and writes of one descriptor, are each one step to the others. */
#define RECORD 20000
#define RECORDS 60
static int shared;
static void *append(void *arg) {
  static char records[8][RECORD];
  char *record = records[(long)arg];
  memset(record, 'a' + (int)(long)arg, RECORD);
  int fd = open("log", O_WRONLY | O_APPEND);
  for (int i = 0; i < RECORDS; i++)
    if (write(fd, record, RECORD) != RECORD) puts("short append");
  close(fd);
  return NULL;
}
static atomic_int blocks[4 * RECORDS];
static void *take_blocks(void *arg) {
  (void)arg;
  char *block = malloc(RECORD);
  for (ssize_t n; (n = read(shared, block, RECORD)) > 0;) {
    int number;
    memcpy(&number, block, sizeof number);
    atomic_fetch_add(&blocks[number], 1);
  }
  free(block);
  return NULL;
}
static void *put_blocks(void *arg) {
  (void)arg;
  char *block = calloc(1, RECORD);
  for (int number; (number = atomic_fetch_add(&ready, 1)) < 4 * RECORDS;) {
    memcpy(block, &number, sizeof number);
    if (write(shared, block, RECORD) != RECORD) puts("short write");
  }
  free(block);
  return NULL;
}
static void on_four(void *(*work)(void *)) {
  pthread_t t[4];
  for (long i = 0; i < 4; i++) pthread_create(&t[i], NULL, work, (void *)i);
  for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
}
static void sharing(void) {
  close(open("log", O_CREAT | O_TRUNC, 0600));
  on_four(append);
  char *record = malloc(RECORD);
  int fd = open("log", O_RDONLY), torn = 0, count = 0;
  for (; read(fd, record, RECORD) == RECORD; count++)
    for (int i = 1; i < RECORD; i++)
      if (record[i] != record[0]) {
        torn++;
        break;
      }
  close(fd);
  printf("%d records, %d torn\n", count, torn);
  shared = open("blocks", O_CREAT | O_TRUNC | O_RDWR, 0600);
  on_four(put_blocks);
  lseek(shared, 0, SEEK_SET);
  on_four(take_blocks);
  int wrong = 0;
  for (int i = 0; i < 4 * RECORDS; i++) wrong += blocks[i] != 1;
  printf("%d blocks not read once\n", wrong);
}

/* What membarrier(2) registers is the program's own: one that it starts has not. */
static void barriers(const char *mode) {
  if (!strcmp(mode, "barriers")) {
    char *argv[] = {"processors", "unregistered", NULL};
    pid_t child;
    int status;
    printf("registered %ld\n", syscall(SYS_membarrier, 16, 0, 0));
    fflush(stdout);
    if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, argv, NULL) != 0) puts("not started");
    else waitpid(child, &status, 0);
  }
  long result = syscall(SYS_membarrier, 8, 0, 0);
  printf("%s %ld\n", mode, result < 0 ? -errno : result);
}

/* exit while others run. */
static void leaving(void) {
  pthread_t t;
  for (long i = 0; i < 4; i++) pthread_create(&t, NULL, spin, (void *)(i % processors));
  while (atomic_load(&ready) < 4) sched_yield();
  puts("leaving");
  exit(7);
}

int main(int argc, char **argv) {
  processors = (int)sysconf(_SC_NPROCESSORS_ONLN);
  const char *mode = argc > 1 ? argv[1] : "";
  if (!strcmp(mode, "count")) printf("%d\n", processors);
  else if (!strcmp(mode, "meeting")) meeting();
  else if (!strcmp(mode, "shootdown")) shootdown();
  else if (!strcmp(mode, "signals")) signals();
  else if (!strcmp(mode, "counting")) counting();
  else if (!strcmp(mode, "wandering")) wandering();
  else if (!strcmp(mode, "sharing")) sharing();
  else if (!strcmp(mode, "leaving")) leaving();
  else if (!strcmp(mode, "barriers") || !strcmp(mode, "unregistered")) barriers(mode);
  else return 2;
  return 0;
}
