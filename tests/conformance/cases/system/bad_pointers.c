/* EFAULT of calls that take addresses; no call may kill the program or the kernel. */
#include "../../case.h"
#include <poll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/statfs.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#define KERNEL ((void *)0xffffffff80000000)
#define UPPER ((void *)0xffff800000000000)
CASE(bad_pointers) {
  int fd = file_with(NULL, "0123456789");
  CALL(syscall(SYS_read, fd, BAD, 4));
  CALL(syscall(SYS_read, fd, KERNEL, 4));
  CALL(syscall(SYS_read, fd, UPPER, 4));
  CALL(syscall(SYS_write, fd, BAD, 4));
  CALL(syscall(SYS_write, fd, KERNEL, 4));
  CALL(syscall(SYS_write, fd, (void *)-8, 4));
  CALL(syscall(SYS_open, BAD, O_RDONLY));
  CALL(syscall(SYS_open, KERNEL, O_RDONLY));
  CALL(syscall(SYS_open, NULL, O_RDONLY));
  CALL(syscall(SYS_stat, ".", BAD));
  CALL(syscall(SYS_stat, BAD, BAD));
  CALL(syscall(SYS_fstat, fd, KERNEL));
  CALL(syscall(SYS_newfstatat, AT_FDCWD, ".", KERNEL, 0));
  CALL(syscall(SYS_statx, AT_FDCWD, ".", 0, 0x7ff, BAD));
  CALL(syscall(SYS_statfs, ".", BAD));
  CALL(syscall(SYS_getdents64, open(".", O_RDONLY | O_CLOEXEC), BAD, 100));
  CALL(syscall(SYS_pipe, BAD));
  CALL(syscall(SYS_pipe2, KERNEL, 0));
  CALL(syscall(SYS_poll, BAD, 1, 0));
  CALL(syscall(SYS_select, 3, BAD, NULL, NULL, NULL));
  CALL(syscall(SYS_nanosleep, BAD, NULL));
  CALL(syscall(SYS_clock_gettime, 0, BAD));
  CALL(syscall(SYS_clock_gettime, 0, KERNEL));
  CALL(syscall(SYS_gettimeofday, BAD, NULL));
  CALL(syscall(SYS_rt_sigaction, SIGUSR1, BAD, NULL, 8));
  CALL(syscall(SYS_rt_sigprocmask, 0, BAD, NULL, 8));
  CALL(syscall(SYS_rt_sigpending, BAD, 8));
  CALL(syscall(SYS_sigaltstack, BAD, NULL));
  CALL(syscall(SYS_uname, BAD));
  CALL(syscall(SYS_sysinfo, BAD));
  CALL(syscall(SYS_getrlimit, 0, BAD));
  CALL(syscall(SYS_prlimit64, 0, 0, BAD, NULL));
  CALL(syscall(SYS_getrusage, 0, BAD));
  CALL(syscall(SYS_times, BAD));
  CALL(syscall(SYS_getcwd, BAD, 100));
  CALL(syscall(SYS_readlink, "/proc/self/exe", BAD, 100));
  CALL(syscall(SYS_getrandom, BAD, 8, 0));
  CALL(syscall(SYS_getresuid, BAD, BAD, BAD));
  CALL(syscall(SYS_readv, fd, BAD, 1));
  CALL(syscall(SYS_futex, BAD, 0, 0, NULL));
  CALL(syscall(SYS_setitimer, 0, BAD, NULL));
  CALL(syscall(SYS_rename, "x", BAD));
  CALL(syscall(SYS_mkdir, BAD, 0));
  CALL(syscall(SYS_chdir, BAD));
  CALL(syscall(SYS_utimensat, AT_FDCWD, ".", BAD, 0));
  CALL(syscall(SYS_sendfile, fd, fd, BAD, 4));
  CALL(syscall(SYS_ioctl, fd, 0x5421, BAD));
  CALL(syscall(SYS_sched_getaffinity, 0, 128, BAD));
  CALL(syscall(SYS_mincore, (uintptr_t)&fd & ~4095L, 4096, BAD));
  /* A buffer whose second page is not there. */
  char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(page + 4096, 4096);
  memset(page, 'a', 4096);
  CALL(syscall(SYS_open, page, O_RDONLY));
  CALL(syscall(SYS_open, page + 4000, O_RDONLY));
  CALL(syscall(SYS_stat, "/", page + 4090));
  munmap(page, 4096);
  close(fd);
  closefrom(fd);
}
