/*
 * Threads that come, go, lock, wait, signal each other and are interrupted by a timer, all at once.
 *
 * threads SEED COUNT. Prints the number of increments made under the locks, which is known beforehand, and "done".
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#define THREADS 6
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static long counter, rounds, alarms;
static int ends[2];
static pthread_t threads[THREADS];

static void onAlarm(int signal) { alarms += signal == SIGALRM; }
static void onUser(int signal) { (void)signal; }

static void *work(void *argument) {
  uint64_t state = (uint64_t)argument * 0x9e3779b97f4a7c15 | 1;
  for (long i = 0; i < rounds; i++) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    pthread_mutex_lock(&lock);
    counter++;
    if (state % 3 == 0) pthread_cond_broadcast(&changed);
    if (state % 31 == 0) {
      struct timespec soon;
      clock_gettime(CLOCK_REALTIME, &soon);
      soon.tv_nsec += 200000;
      if (soon.tv_nsec >= 1000000000) soon.tv_nsec -= 1000000000, soon.tv_sec++;
      pthread_cond_timedwait(&changed, &lock, &soon);
    }
    pthread_mutex_unlock(&lock);
    char byte = 0;
    if (state % 7 == 0 && write(ends[1], &byte, 1) == 1) while (read(ends[0], &byte, 1) != 1);
    if (state % 11 == 0) {
      char *memory = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      memory[state % 16384] = 1;
      munmap(memory, 16384);
    }
    if (state % 13 == 0) pthread_kill(pthread_self(), SIGUSR1);
    if (state % 5 == 0) sched_yield();
  }
  return NULL;
}
int main(int argc, char **argv) {
  if (argc != 3) return 2;
  rounds = atol(argv[2]) / THREADS / 4;
  if (pipe(ends)) return 3;
  struct sigaction tick = {.sa_handler = onAlarm, .sa_flags = SA_RESTART}, user = {.sa_handler = onUser, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &tick, NULL);
  sigaction(SIGUSR1, &user, NULL);
  const struct itimerval often = {{0, 700}, {0, 700}};
  setitimer(ITIMER_REAL, &often, NULL);
  for (int generation = 0; generation < 4; generation++) {
    for (long i = 0; i < THREADS; i++)
      if (pthread_create(&threads[i], NULL, work, (void *)(i + atol(argv[1]) * 100))) return 4;
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  }
  printf("%ld %d\ndone\n", counter - rounds * THREADS * 4, alarms > 0);
  return 0;
}
