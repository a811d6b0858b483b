/*
 * Random system calls with random arguments: descriptors, paths, program addresses good and bad, kernel addresses, sizes.
 *
 * calls SEED COUNT. The program may get any error; it prints "done" at the end. Left out is only what ends or wedges the
 * program itself by design: exits, fatal signals to itself, unmapping its own code, blocking its own timer.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static uint64_t state;
static char *arena;
#define ARENA 0x20000
static const char *paths[] = {"/tmp/a", "/tmp/b", "/tmp/d", "/tmp/d/x", "/proc/self/maps", "/proc/self/fd", "/dev/zero",
                              "/dev/null", ".", "..", "/", "/tmp/l", "/etc", "/proc/self/exe", "", "/dev/fd/0"};
#define PATHS (sizeof paths / sizeof *paths)

static const short excluded[] = {
    SYS_exit, SYS_exit_group, SYS_clone, SYS_clone3, SYS_vfork, SYS_execve, SYS_execveat, SYS_rt_sigreturn, SYS_kill, SYS_tkill, SYS_tgkill,
    SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_mmap, SYS_madvise, SYS_brk,
    SYS_arch_prctl, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigsuspend, SYS_rt_sigtimedwait, SYS_pause,
    SYS_setitimer, SYS_alarm, SYS_set_robust_list, SYS_set_tid_address, SYS_close_range, SYS_timer_create,
    SYS_setrlimit, SYS_prlimit64, SYS_pkey_mprotect, SYS_remap_file_pages, SYS_shmat, SYS_shmdt};

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}
static uint64_t argument(void) {
  switch (next() % 16) {
    case 0: return 0;
    case 1: return 1;
    case 2: return next() % 8;
    case 3: return next() % 64;
    case 4: return 3 + next() % 12;
    case 5: return -1;
    case 6: return -100;
    case 7: return (uint64_t)arena + next() % ARENA;
    case 8: return (uint64_t)arena + next() % 16 * 4096;
    case 9: return 1ULL << next() % 64;
    case 10: return 4096 * (next() % 32);
    case 11: return 0xffffffff80000000 + next() % 0x200000;
    case 12: return next();
    case 13: return next() & 0xffff;
    default: return (uint64_t)paths[next() % PATHS];
  }
}
static int isExcluded(long number) {
  for (unsigned i = 0; i < sizeof excluded / sizeof *excluded; i++)
    if (excluded[i] == number) return 1;
  return 0;
}
static void onSignal(int signal) { (void)signal; }

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  state = strtoull(argv[1], NULL, 0) * 0x9e3779b97f4a7c15 | 1;
  arena = mmap(NULL, ARENA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const int output = dup2(1, 900);
  const struct itimerval often = {{0, 5000}, {0, 5000}};
  for (long i = atol(argv[2]); i > 0; i--) {
    long number = next() % 452;
    if (number > 334 && number < 424) number -= 334;
    if (isExcluded(number)) continue;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGALRM, onSignal);
    siginterrupt(SIGALRM, 1);
    signal(SIGPIPE, SIG_IGN);
    setitimer(ITIMER_REAL, &often, NULL); /* ends what would block */
    if (i % 64 == 0)
      for (int j = 0; j < 4096; j++) arena[next() % ARENA] = next();
    uint64_t a[6];
    for (int j = 0; j < 6; j++) a[j] = argument();
    const int changes = number == SYS_close || number == SYS_dup2 || number == SYS_dup3;
    if (changes && ((uint32_t)a[0] == 900 || (uint32_t)a[1] == 900)) continue;
    syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }
  return write(output, "done\n", 5) != 5;
}
