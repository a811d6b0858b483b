/* For the debugger: a system call with frames of the program's own above it. */
#include <stdio.h>
#include <sys/utsname.h>

__attribute__((noinline)) static int askName(struct utsname *name) {
  return uname(name);
}

int main(void) {
  struct utsname name;
  if (askName(&name) != 0) return 1;
  puts(name.sysname);
  return 0;
}
