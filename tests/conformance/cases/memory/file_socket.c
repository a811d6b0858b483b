/* A socket cannot be mapped, and mmap(2) of one with MAP_FIXED fails only when what stood at the address has gone. */
#include "../../memory.h"
#include <sys/eventfd.h>
#include <sys/socket.h>
CASE(file_socket) {
  int s[2], event = eventfd(0, 0);
  socketpair(AF_UNIX, SOCK_STREAM, 0, s);
  char *at = anonymous(3, PROT_READ | PROT_WRITE);
  unsigned char core[3];
  WORKS(mmap(at + PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, event, 0));
  CALL(mincore(at, 3 * PAGE, core));
  WORKS(mmap(at + PAGE, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, s[0], 0));
  CALL(mincore(at, 3 * PAGE, core));
  WORKS(mmap(at + PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, s[0], 0));
  CALL(mincore(at, 3 * PAGE, core));
  CALL(mprotect(at, PAGE, PROT_READ));
  CALL(mprotect(at + PAGE, PAGE, PROT_READ));
  munmap(at, 3 * PAGE);
  close(s[0]), close(s[1]), close(event);
}
