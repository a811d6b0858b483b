/*
 * A conformance case: a function that makes system calls and prints what they gave. The same program runs on Linux and in
 * a guest, and must print the same. A case prints nothing that differs between machines (addresses, times, numbers of
 * processes), and leaves descriptors, dispositions and files as it found them, because all cases run in one process.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

struct conformance_case {
  const char *name;
  void (*run)(void);
  struct conformance_case *next;
};
void register_case(struct conformance_case *);

/* Prints "TEXT = RESULT", or the name of errno where the result is -1. */
long result_of(const char *text, long result);

/* An address that no program has mapped. */
#define BAD ((void *)0x10)
#define CALL(expression) result_of(#expression, (errno = 0, (long)(expression)))
/* For calls that give a descriptor or an address: only whether they worked. */
#define WORKS(expression) result_of(#expression, (errno = 0, (long)(expression)) == -1 ? -1 : 0)
#define CASE(id)                                                       \
  static void run_##id(void);                                          \
  __attribute__((constructor)) static void register_##id(void) {       \
    static struct conformance_case self = {#id, run_##id, NULL};       \
    register_case(&self);                                              \
  }                                                                    \
  static void run_##id(void)

/* A file with these contents, open for reading and writing; its name is gone when `name` is NULL. */
int file_with(const char *name, const char *contents);
void on_signal(int signal, void (*handler)(int), int flags);
long elapsed_ms(const struct timespec *since);
void on_siginfo(int signal, void (*handler)(int, siginfo_t *, void *), int flags);
/* A set of these signals; the list ends with 0. */
sigset_t signals_of(int first, ...);

struct timespec in_ms(long ms);
/* The time of a clock, so many milliseconds from now. */
struct timespec after_ms(clockid_t clock, long ms);

/* A thread whose number is known once it was started. */
struct worker {
  pthread_t thread;
  volatile pid_t tid;
  void *(*run)(void *);
  void *argument;
};
void start_worker(struct worker *, void *(*run)(void *), void *argument);
void *join_worker(struct worker *);
/* Waits until a thread of this process sleeps in the kernel: it is then in the call that it was to make. */
void until_asleep(pid_t tid);
/* Waits until the value is reached, some seconds at most. */
void until_equal(volatile int *at, int value);

long sys_futex(volatile uint32_t *word, int operation, uint32_t value, const void *timeout,
               volatile uint32_t *word2, uint32_t value3);
