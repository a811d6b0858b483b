/* Arguments of the calls about processes, signals, scheduling, timers and System V objects, by kind: see arguments.c. */
#include "sequences.h"
#include <linux/capability.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void *late(void *at, int of_timeval) {
  uint64_t *v = at; /* interval and value, each seconds and a fraction */
  v[0] = PICK(0, 0, 1, -1), v[1] = PICK(0, 0, 1, of_timeval ? 1000000 : 1000000000);
  v[2] = PICK(0, 4000000000, 4000000000, -1), v[3] = v[2] == 0 ? 0 : PICK(0, 1, 999999, of_timeval ? 1000000 : 1000000000, -1);
  return at;
}
static void *signal_event(void) {
  struct sigevent *e = memset(take(), 0, sizeof *e);
  e->sigev_signo = (int)PICK(0, SIGUSR2, SIGUSR2, 40, 64, 65, -1);
  e->sigev_notify = (int)PICK(SIGEV_SIGNAL, SIGEV_SIGNAL, SIGEV_NONE, SIGEV_THREAD, SIGEV_THREAD_ID, 3, 5, 8, -1);
  ((int *)e)[4] = (int)(below(3) ? (uint64_t)getpid() : PICK(0, -1, 0x7fffffff));
  return e;
}
static void *signal_info(void) {
  siginfo_t *i = memset(take(), 0, sizeof *i);
  i->si_signo = (int)PICK(0, SIGUSR2, 99);
  i->si_code = (int)PICK(SI_QUEUE, SI_QUEUE, SI_USER, SI_TKILL, SI_TIMER, SI_MESGQ, 1, 0x80, -100);
  if (!below(4)) ((char *)i)[100] = 1;
  return i;
}
static void *alternate_stack(void) {
  stack_t *s = memset(take(), 0, sizeof *s);
  s->ss_sp = (void *)(below(4) ? READ_WRITE : bad_pointer());
  s->ss_flags = (int)PICK(0, 0, SS_DISABLE, SS_ONSTACK, 3, 1u << 31, 1u << 31 | SS_DISABLE, 8);
  s->ss_size = PICK(0, 2047, 2048, 8192, 16384, -1);
  return s;
}
static void *parameter(void) {
  struct sched_param *p = take();
  p->sched_priority = (int)PICK(0, 0, 0, 1, 99, 100, -1);
  return p;
}
static void *attributes(void) {
  uint32_t *a = memset(take(), 0, 256); /* struct sched_attr: size, policy, flags (64 bits), nice, priority */
  a[0] = (uint32_t)PICK(48, 48, 56, 0, 47, 64, 8, 4097);
  a[1] = (uint32_t)PICK(0, 3, 5, 4, 7, 99);
  a[2] = (uint32_t)PICK(0, 0, 1, 0x20, 0x80, 1u << 20);
  a[4] = (uint32_t)PICK(0, 1, 19, 20, -20);
  a[5] = (uint32_t)PICK(0, 0, 1);
  return a;
}
static void *capabilities(void) {
  struct __user_cap_header_struct *h = take();
  h->version = (uint32_t)PICK(_LINUX_CAPABILITY_VERSION_3, _LINUX_CAPABILITY_VERSION_1, _LINUX_CAPABILITY_VERSION_2, 0);
  h->pid = (int)PICK(0, 0, -1, 0x7fffffff);
  return h;
}
static void *operations(void) {
  struct sembuf *o = take();
  for (int i = 0; i < 4; i++)
    o[i] = (struct sembuf){(unsigned short)PICK(0, 0, 1, 2, 250, 65535), (short)PICK(0, 1, 2, -1, 32767, -32768), (short)PICK(IPC_NOWAIT, IPC_NOWAIT | SEM_UNDO, 0, IPC_NOWAIT | 0x100)};
  return o;
}
static void *waiters(void) {
  struct futex_waitv *w = memset(take(), 0, 8 * sizeof *w);
  for (int i = 0; i < 4; i++) {
    w[i].uaddr = READ_WRITE + 4 * PAGE + 4 * below(4) + (below(10) ? 0 : 1), w[i].val = PICK(0, 0, 1ul << 32);
    w[i].flags = (uint32_t)PICK(2, 2 | 128, 2 | 128, 0, 1, 6), w[i].__reserved = !below(12);
  }
  return w;
}

static void *object_structure(enum Kind kind) {
  switch (kind) {
    case SIGEVENT: return signal_event();
    case LATE: return late(take(), 0);
    case LATE_US: return late(take(), 1);
    case NEW_MASK: {
      uint64_t *s = take();
      *s = PICK(0, 1ul << (SIGUSR2 - 1), 1ul << 39, 1ul << 40, 1ul << (SIGKILL - 1), 1ul << 39 | 1ul << 40);
      return s;
    }
    case SIGINFO: return signal_info();
    case STACK: return alternate_stack();
    case PARAMETER: return parameter();
    case ATTRIBUTES: return attributes();
    case CAPABILITIES: return capabilities();
    case SEM_OPERATIONS: return operations();
    case MESSAGE_TYPED: {
      long *m = take();
      *m = (long)PICK(1, 2, 5, 0, -1);
      return m;
    }
    default: return waiters();
  }
}

uint64_t object_argument(enum Kind kind) {
  switch (kind) {
    case TIMER:
    case SHARED_MEMORY:
    case SEMAPHORES:
    case MESSAGES: return any_object(kind);
    case SELF: return below(6) ? (uint64_t)getpid() : PICK(0x7fffffff, 4000000);
    case SENT: return PICK(0, SIGUSR1, SIGUSR2, SIGUSR2, SIGCHLD, 40, 40, 41, 65, -1);
    case CHECKED: return PICK(0, SIGUSR1, SIGUSR2, SIGKILL, SIGSTOP, 41, 64, 65, -1);
    case NO_ACTION: return below(2) ? 0 : bad_pointer();
    case ID_KIND: return PICK(P_ALL, P_PID, P_PGID, P_PIDFD, 4, -1);
    case WAIT_FLAGS: return below(2) ? PICK(WNOHANG, WEXITED, WEXITED | WNOHANG, 0, WSTOPPED, WCONTINUED) : bits(32);
    case PRCTL:
      return PICK(PR_GET_PDEATHSIG, PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_GET_KEEPCAPS, PR_SET_KEEPCAPS, PR_SET_NAME, PR_GET_NAME, PR_GET_TIMERSLACK,
                  PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_GET_CHILD_SUBREAPER, PR_SET_CHILD_SUBREAPER, PR_GET_TIMING,
                  PR_SET_TIMING, PR_GET_SECUREBITS, PR_GET_UNALIGN, PR_GET_FPEMU, 0, 99, -1);
    case PRCTL_VALUE: return PICK(0, 0, 1, 2, 3, SIGUSR2, 65, READ_WRITE + 4 * PAGE, READ_WRITE_END - 4, bad_pointer());
    case POLICY: return PICK(0, 3, 5, 4, 7, 99, -1, 0x40000000, 0x40000003);
    case NICE: return PICK(0, 1, 5, 19, 20, -20, -21, 100);
    case PRIORITY_CLASS: return PICK(0, 2 << 13, 2 << 13 | 4, 2 << 13 | 7, 2 << 13 | 8, 3 << 13, 4 << 13, 1, -1);
    case PERSONALITY: return PICK(0xffffffffu, 0xffffffffu, 0, 0x0040000, 0x2000000);
    case KEY: return PICK(IPC_PRIVATE, IPC_PRIVATE, 77, 77, 78);
    case GET_FLAGS: return PICK(0600, 0600 | IPC_CREAT, 0600 | IPC_CREAT, 0600 | IPC_CREAT | IPC_EXCL, 0);
    case IPC_COMMAND: return PICK(IPC_RMID, IPC_STAT, IPC_STAT, 99, -1);
    case SEM_COMMAND: return PICK(GETVAL, GETALL, GETPID, GETNCNT, GETZCNT, IPC_STAT, IPC_RMID, SETVAL, SETALL, 99, -1);
    case MESSAGE_TYPE: return PICK(0, 1, 2, -1, -5, 5);
    case SHM_FLAGS: return PICK(0, SHM_RDONLY, SHM_RND, SHM_REMAP, SHM_REMAP | SHM_RND, SHM_EXEC, 1 << 20);
    case REMAP_FLAGS: /* without MREMAP_MAYMOVE by itself: the place would be each machine's own */
      return PICK(0, 0, MREMAP_MAYMOVE | MREMAP_FIXED, MREMAP_MAYMOVE | MREMAP_FIXED, MREMAP_FIXED, MREMAP_DONTUNMAP, MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, 8, -1);
    case ROOMY: return below(4) ? READ_WRITE + 4 * PAGE : bad_pointer();
    case SEGMENT_SIZE: return PICK(1, PAGE, 5000, 2 * PAGE, 0, -1, 1ul << 63);
    case MAP_OFFSET: return below(8) ? PAGE * below(3) : PICK(1, -1, 1ul << 40, 0x7ffffffffffff000u, 0x7fffffffffffe000u, 0x8000000000000000u, ~4095ul);
    case SIGEVENT:
    case LATE:
    case LATE_US:
    case NEW_MASK:
      if (!below(6)) return 0;
      /* fall through */
    default: return below(12) ? (uint64_t)object_structure(kind) : bad_pointer();
  }
}
