/* /proc/self/stat and status: the fields where they are looked for. */
#include "../../case.h"
static char text[8192];
static void slurp(const char *path) {
  int fd = open(path, O_RDONLY);
  ssize_t n = read(fd, text, sizeof text - 1);
  text[n < 0 ? 0 : n] = 0;
  close(fd);
}
static void has(const char *field) {
  char *at = strstr(text, field);
  printf("%s %d\n", field, at && (at == text || at[-1] == '\n'));
}
CASE(process_numbers) {
  slurp("/proc/self/stat");
  char *rest = strrchr(text, ')') + 2;
  int fields = 2;
  long values[64] = {0};
  char state = rest[0];
  for (char *t = strtok(rest, " \n"); t; t = strtok(NULL, " \n")) values[++fields] = atol(t);
  printf("%d fields, pid %d, state %c, parent %d, group %d, session %d\n", fields, atoi(text) == getpid(), state, values[4] == getppid(), values[5] == getpgrp(), values[6] == getsid(0));
  printf("threads %ld, nice %ld, vsize %d, rss %d\n", values[20], values[19], values[23] > 100000, values[24] > 10);
  slurp("/proc/self/status");
  const char *all[] = {"Name:\t", "Umask:\t", "State:\tR (running)\n", "Tgid:\t", "Pid:\t", "PPid:\t", "TracerPid:\t0\n", "Uid:\t0\t0\t0\t0\n", "Gid:\t0\t0\t0\t0\n",
                       "FDSize:\t", "VmSize:\t", "VmLck:\t", "VmRSS:\t", "VmData:\t", "Threads:\t1\n", "SigBlk:\t", "SigIgn:\t", "SigCgt:\t", "Cpus_allowed:\t", "voluntary_ctxt_switches:\t"};
  for (int i = 0; i < 20; i++) has(all[i]);
  sigset_t old, set;
  sigemptyset(&set), sigaddset(&set, SIGUSR1), sigprocmask(SIG_BLOCK, &set, &old);
  slurp("/proc/self/status");
  has("SigBlk:\t0000000000000200\n");
  sigprocmask(SIG_SETMASK, &old, NULL);
}
