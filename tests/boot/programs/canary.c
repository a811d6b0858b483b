/*
 * canary N: prints the program's stack canary and the kernel's, which lies N bytes behind the entry of system calls.
 * canary N change: changes the kernel's while a thread waits inside a function that has one in its frame.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

static volatile unsigned long *kernel_canary(const char *distance) {
  unsigned low, high;
  __asm__("rdmsr" : "=a"(low), "=d"(high) : "c"(0xc0000082)); /* LSTAR: program and kernel share a ring */
  return (unsigned long *)(((unsigned long)high << 32 | low) + strtol(distance, NULL, 0));
}

static sigset_t set;

static void *reader(void *unused) {
  struct signalfd_siginfo info;
  printf("read: %zd\n", read(signalfd(-1, &set, 0), &info, sizeof info));
  return unused;
}

int main(int argc, char **argv) {
  unsigned long own;
  __asm__("movq %%fs:0x28, %0" : "=r"(own));
  volatile unsigned long *canary = kernel_canary(argv[1]);
  printf("program %lx\nkernel %lx\n", own, *canary);
  fflush(stdout);
  if (argc < 3) return 0;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  pthread_t thread;
  pthread_create(&thread, NULL, reader, NULL);
  usleep(200000);
  *canary ^= 0x100;
  kill(getpid(), SIGUSR1);
  pthread_join(thread, NULL);
  return 0;
}
