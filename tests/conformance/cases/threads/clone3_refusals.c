/* clone3(2): the size of the arguments, unknown flags, stacks and signals that do not fit. */
#include "../../case.h"
#include "../../rawthread.h"
static char stack[RAW_STACK];
static long try(struct clone_args args, size_t size) { return syscall(SYS_clone3, &args, size); }
#define ARGS(...) ((struct clone_args){.flags = RAW_THREAD, ##__VA_ARGS__})
#define WITH_STACK .stack = (uintptr_t)stack, .stack_size = RAW_STACK
CASE(clone3_refusals) {
  char large[8192] = {0};
  CALL(syscall(SYS_clone3, large, 63));
  CALL(syscall(SYS_clone3, large, 0));
  CALL(syscall(SYS_clone3, large, 4097));
  large[100] = 1;
  CALL(syscall(SYS_clone3, large, 128));
  CALL(syscall(SYS_clone3, BAD, 64));
  CALL(syscall(SYS_clone3, NULL, 88));
  CALL(try(ARGS(WITH_STACK, .exit_signal = SIGCHLD), 88));
  CALL(try(ARGS(WITH_STACK, .exit_signal = 65), 88));
  CALL(try(ARGS(.stack = (uintptr_t)stack), 88));
  CALL(try(ARGS(.stack_size = RAW_STACK), 88));
  CALL(try((struct clone_args){.flags = CLONE_THREAD, WITH_STACK}, 88));
  CALL(try((struct clone_args){.flags = RAW_THREAD | CLONE_DETACHED, WITH_STACK}, 88));
  CALL(try((struct clone_args){.flags = RAW_THREAD | SIGCHLD, WITH_STACK}, 88));
  CALL(try((struct clone_args){.flags = RAW_THREAD | (1UL << 40), WITH_STACK}, 88));
  CALL(try((struct clone_args){.flags = RAW_THREAD, .stack = (uintptr_t)BAD, .stack_size = -8UL}, 88));
}
