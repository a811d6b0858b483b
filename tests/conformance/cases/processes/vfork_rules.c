/* vfork(2): the parent sleeps, the memory is shared, everything else is the child's own. */
#include "../../case.h"
#include <sys/wait.h>

CASE(vfork_rules) {
  volatile int shared = 0;
  int parent = getpid();
  int fd = file_with(NULL, "abcdef");
  int other = dup(fd);
  mode_t mask = umask(022);
  char before[4096], after[4096];
  getcwd(before, sizeof before);
  sigset_t set = signals_of(SIGUSR1, 0);
  int pid = vfork();
  if (pid == 0) {
    shared = syscall(SYS_getppid) == parent ? 1 : -1;
    if (syscall(SYS_getpid) == parent) shared = -2;
    if (syscall(SYS_gettid) != syscall(SYS_getpid)) shared = -3;
    char c;
    read(fd, &c, 1);
    close(fd);
    chdir("/");
    umask(077);
    signal(SIGUSR2, SIG_IGN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    struct timespec t = in_ms(30);
    nanosleep(&t, NULL);
    if (shared == 1) shared = 2;
    _exit(0);
  }
  CALL(shared);
  CALL(pid > 0 && pid != parent);
  CALL(waitpid(pid, NULL, 0) == pid);
  CALL(fcntl(fd, F_GETFD));
  char c = 0;
  CALL(read(fd, &c, 1));
  printf("%c\n", c);
  getcwd(after, sizeof after);
  CALL(strcmp(before, after));
  CALL(umask(mask));
  struct sigaction action;
  CALL(sigaction(SIGUSR2, NULL, &action));
  CALL(action.sa_handler == SIG_DFL);
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  CALL(sigismember(&now, SIGUSR1));
  close(fd);
  close(other);
}
