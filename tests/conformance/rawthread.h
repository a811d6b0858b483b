/*
 * Threads by the system call alone, for cases about clone(2) itself. They share the maker's thread-local storage, so they
 * may use nothing of libc but these functions, and never return.
 */
#include <linux/futex.h>
#include <linux/sched.h>
#define RAW_STACK 65536
#define RAW_THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)
static long raw(long number, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
/* clone(2) with this stack for the child, which runs the function. The result, or a negative errno. */
static __attribute__((noinline)) long raw_clone(long flags, char *stack, void (*run)(void *), void *argument,
                                                int *parent_tid, int *child_tid, void *tls) {
  long *top = (long *)((uintptr_t)(stack + RAW_STACK) & -16L);
  *--top = (long)argument;
  *--top = (long)run;
  register long r10 __asm__("r10") = (long)child_tid, r8 __asm__("r8") = (long)tls;
  long result;
  __asm__ volatile(
      "syscall\n\t"
      "test %%rax,%%rax\n\t"
      "jnz 1f\n\t"
      "xor %%ebp,%%ebp\n\t"
      "pop %%rax\n\t"
      "pop %%rdi\n\t"
      "call *%%rax\n\t"
      "mov $60,%%eax\n\t"
      "xor %%edi,%%edi\n\t"
      "syscall\n\t"
      "1:"
      : "=a"(result)
      : "a"(SYS_clone), "D"(flags), "S"(top), "d"(parent_tid), "r"(r10), "r"(r8)
      : "rcx", "r11", "memory");
  return result;
}
static __attribute__((noinline)) long raw_clone3(struct clone_args *args, size_t size, void (*run)(void *),
                                                 void *argument) {
  long result;
  register long r12 __asm__("r12") = (long)run, r13 __asm__("r13") = (long)argument;
  __asm__ volatile(
      "syscall\n\t"
      "test %%rax,%%rax\n\t"
      "jnz 1f\n\t"
      "xor %%ebp,%%ebp\n\t"
      "mov %%r13,%%rdi\n\t"
      "call *%%r12\n\t"
      "mov $60,%%eax\n\t"
      "xor %%edi,%%edi\n\t"
      "syscall\n\t"
      "1:"
      : "=a"(result)
      : "a"(SYS_clone3), "D"(args), "S"(size), "r"(r12), "r"(r13)
      : "rcx", "r11", "memory");
  return result;
}
/* Waits for the word that CLONE_CHILD_CLEARTID clears. */
static void raw_join(volatile int *child_tid) {
  int tid;
  while ((tid = __atomic_load_n(child_tid, __ATOMIC_SEQ_CST)) != 0)
    sys_futex((uint32_t *)child_tid, FUTEX_WAIT, tid, NULL, NULL, 0);
}
