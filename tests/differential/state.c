/*
 * The state that every sequence starts from: the same files in the same directory, the same descriptors, the same memory,
 * no pending signal, no timer but the one that ends calls which would block.
 */
#include "sequences.h"
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

static char scratch[256];
/* Directories above it: so many that no sequence climbs out. */
#define DEPTH 26

static void fail(const char *what) {
  dprintf(2, "sequences: %s: %s\n", what, strerror(errno));
  _exit(3);
}
void prepare_once(void) {
  setpgid(0, 0); /* no other process is in its group */
  if (getcwd(scratch, 128) == NULL) fail("getcwd");
  for (int i = 0; i < DEPTH; i++) {
    strcat(scratch, scratch[1] ? "/up" : "up");
    if (mkdir(scratch, 0755) != 0 && errno != EEXIST) fail(scratch);
  }
  struct rlimit files = {64, 64};
  setrlimit(RLIMIT_NOFILE, &files);
  /* Neither memory files nor the file system of a root may take what the host has. */
  struct rlimit size = {1 << 24, 1 << 24};
  setrlimit(RLIMIT_FSIZE, &size);
  struct rlimit core = {0, 0};
  setrlimit(RLIMIT_CORE, &core);
}

/* Removes all below the directory `path` but the entry `kept`; it stays itself. */
static void empty(const char *path, const char *kept) {
  DIR *d = opendir(path);
  if (d == NULL) return;
  for (struct dirent *e; (e = readdir(d)) != NULL;) {
    if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") || !strcmp(e->d_name, kept)) continue;
    char at[1024];
    snprintf(at, sizeof at, "%s/%s", path, e->d_name);
    if (unlink(at) == 0) continue;
    chmod(at, 0755);
    empty(at, "");
    rmdir(at);
  }
  closedir(d);
}
/* Sequences that went up, or opened "..", have made files there. */
static void empty_above(void) {
  char at[sizeof scratch];
  strcpy(at, scratch);
  for (int i = 0; i < DEPTH; i++) {
    *strrchr(at, '/') = 0;
    if (i + 1 < DEPTH) empty(at, "up");
  }
}
static void make(const char *name, const char *text) {
  int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY, 0644);
  if (fd < 0 || write(fd, text, strlen(text)) < 0) fail(name);
  close(fd);
}

static void map(unsigned long at, unsigned pages, int prot) {
  if (mmap((void *)at, pages * PAGE, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) fail("mmap");
}

/* One descriptor a kind, from 3 on: arguments.c knows the numbers by chance only. */
static void open_all(void) {
  int p[2];
  open("f", O_RDWR);                                    /* 3 */
  open("g", O_RDONLY);                                  /* 4 */
  open("d", O_RDONLY | O_DIRECTORY);                    /* 5 */
  if (pipe2(p, O_NONBLOCK) != 0) fail("pipe2");         /* 6, 7 */
  eventfd(3, EFD_NONBLOCK);                             /* 8 */
  epoll_create1(0);                                     /* 9 */
  timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);        /* 10 */
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  signalfd(-1, &set, SFD_NONBLOCK);                     /* 11 */
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p) != 0) fail("socketpair"); /* 12, 13 */
  int m = memfd_create("m", 0);                         /* 14 */
  if (m < 0 || ftruncate(m, 5000) != 0) fail("memfd");
  open("f", O_PATH);                                    /* 15 */
  open("/dev/null", O_RDWR);                            /* 16 */
  open("/dev/zero", O_RDWR);                            /* 17 */
  open("f", O_WRONLY | O_APPEND);                       /* 18 */
}

/* What calls have set for the process. */
static void reset_settings(void) {
  const struct itimerval off = {{0, 0}, {0, 0}};
  setitimer(ITIMER_VIRTUAL, &off, NULL);
  setitimer(ITIMER_PROF, &off, NULL);
  const struct sched_param no_priority = {0};
  sched_setscheduler(0, SCHED_OTHER, &no_priority);
  setpriority(PRIO_PROCESS, 0, 0);
  syscall(SYS_ioprio_set, 1, 0, 0);
  personality(0);
  prctl(PR_SET_PDEATHSIG, 0);
  prctl(PR_SET_DUMPABLE, 1);
  prctl(PR_SET_KEEPCAPS, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 0);
  prctl(PR_SET_NAME, "sequences");
}

void prepare(void) {
  stop_ticks();
  sigset_t all, none;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  for (int s = 1; s < 65; s++) {
    if (s == SIGKILL || s == SIGSTOP || s == 32 || s == 33) continue;
    struct sigaction a = {.sa_handler = SIG_IGN};
    sigaction(s, &a, NULL); /* what was pending is gone */
    a.sa_handler = s == SIGPIPE || s == SIGXFSZ || s == SIGUSR1 || s == SIGIO ? SIG_IGN : SIG_DFL;
    sigaction(s, &a, NULL);
  }
  catch_signals();
  stack_t no_stack = {.ss_flags = SS_DISABLE};
  sigaltstack(&no_stack, NULL);
  remove_objects();
  reset_settings();
  for (int fd = 3; fd < 64; fd++) close(fd);
  if (chdir(scratch) != 0) fail("chdir");
  umask(022);
  empty(scratch, "");
  empty_above();
  make("f", "the first file\n");
  make("g", "another\n");
  if (mkdir("d", 0755) != 0) fail("d");
  make("d/x", "below\n");
  if (symlink("f", "l") != 0 || symlink("loop", "loop") != 0 || symlink("d", "ld") != 0 || mkfifo("p", 0644) != 0)
    fail("links");
  munlockall();
  munmap((void *)PAGE, 8 * PAGE);
  munmap((void *)ARENA, 64 * PAGE);
  map(READ_WRITE, 8, PROT_READ | PROT_WRITE);
  map(READ_ONLY, 1, PROT_READ);
  map(NO_ACCESS, 1, PROT_NONE);
  map(SPARE, SPARE_PAGES, PROT_READ | PROT_WRITE);
  fill_arena();
  open_all();
  sigemptyset(&none);
  sigaddset(&none, SIGUSR2);
  sigaddset(&none, 40);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Structures that arguments.c points to stand at fixed places in the first pages; the rest is a pattern. */
void fill_arena(void) {
  unsigned char *a = (unsigned char *)READ_WRITE;
  for (unsigned i = 0; i < 8 * PAGE; i++) a[i] = 'a' + i % 23;
}
