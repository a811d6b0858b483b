/* A handler whose frame does not fit on the stack: SIGSEGV ends the process. */
#include "../../case.h"
static void note(int s) { printf("handler\n"); }
CASE(no_room_for_frame) {
  on_signal(SIGUSR1, note, 0);
  fflush(stdout);
  long pid = getpid();
  __asm__ volatile("mov $64,%%rsp\n\tmov $62,%%eax\n\tmov $10,%%esi\n\tsyscall" ::"D"(pid) : "rax", "rsi", "rcx", "r11", "memory");
}
