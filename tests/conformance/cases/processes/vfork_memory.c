/* What the child maps is the parent's as well; what it closes on exec is not closed by an exec that fails. */
#include "../../case.h"
#include <sys/wait.h>

CASE(vfork_memory) {
  char *volatile page = NULL;
  int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
  volatile int error = 0;
  int pid = vfork();
  if (pid == 0) {
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    page[5] = 42;
    execl("/missing", "missing", NULL);
    error = errno;
    _exit(fcntl(fd, F_GETFD) >= 0 ? 1 : 2);
  }
  int status;
  CALL(waitpid(pid, &status, 0) == pid);
  CALL(WEXITSTATUS(status));
  CALL(error == ENOENT);
  CALL(page[5]);
  CALL(munmap(page, 4096));
  close(fd);
}
