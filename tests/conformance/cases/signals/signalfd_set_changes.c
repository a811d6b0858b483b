/* signalfd(2) on an open one replaces its set; SIGKILL and SIGSTOP are left out in silence; refusals. */
#include "../../case.h"
#include <poll.h>
#include <sys/signalfd.h>
CASE(signalfd_set_changes) {
  sigset_t set = signals_of(SIGUSR1, SIGUSR2, 0), other = signals_of(SIGUSR2, SIGKILL, SIGSTOP, 0), before;
  struct signalfd_siginfo s;
  sigprocmask(SIG_BLOCK, &set, &before);
  int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  raise(SIGUSR1);
  struct pollfd p = {fd, POLLIN};
  CALL(poll(&p, 1, 0));
  CALL(signalfd(fd, &other, 0) == fd);
  CALL(poll(&p, 1, 0));
  CALL(read(fd, &s, sizeof s));
  raise(SIGUSR2);
  CALL(read(fd, &s, sizeof s));
  CALL(s.ssi_signo);
  CALL(signalfd(fd, &set, 0) == fd);
  CALL(read(fd, &s, sizeof s));
  CALL(s.ssi_signo);
  CALL(signalfd(99, &set, 0));
  CALL(signalfd(1, &set, 0));
  CALL(signalfd(-1, &set, 1));
  CALL(syscall(SYS_signalfd4, -1, &set, 4, 0));
  CALL(syscall(SYS_signalfd4, -1, BAD, 8, 0));
  CALL(fcntl(fd, F_GETFD));
  CALL(write(fd, &s, sizeof s));
  close(fd);
  sigprocmask(SIG_SETMASK, &before, NULL);
}
