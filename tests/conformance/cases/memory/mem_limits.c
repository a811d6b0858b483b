/* RLIMIT_AS and RLIMIT_DATA. */
#include "../../case.h"
#include <sys/resource.h>
static void limit(int which, long bytes) {
  struct rlimit l;
  getrlimit(which, &l);
  l.rlim_cur = bytes < 0 ? l.rlim_max : (rlim_t)bytes;
  setrlimit(which, &l);
}
#define ANON(size, prot, flags) \
  WORKS(a = mmap(NULL, size, prot, flags | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))
CASE(mem_limits) {
  /* The move below needs room that is nobody else's. */
  char *a, *b = mmap(NULL, 4 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(b + (1 << 20), 1 << 20);
  limit(RLIMIT_DATA, 1 << 20);
  ANON(64 << 20, 3, MAP_PRIVATE);
  ANON(64 << 20, 1, MAP_PRIVATE);
  CALL(mprotect(a, 64 << 20, 3));
  CALL(mprotect(a, 64 << 20, 0));
  munmap(a, 64 << 20);
  ANON(64 << 20, 3, MAP_SHARED);
  munmap(a, 64 << 20);
  printf("brk moves: %d\n", (long)syscall(SYS_brk, syscall(SYS_brk, 0) + (64 << 20)) != (long)syscall(SYS_brk, 0));
  limit(RLIMIT_DATA, -1);
  limit(RLIMIT_AS, 64 << 20);
  ANON(128 << 20, 3, MAP_PRIVATE);
  ANON(128 << 20, 0, MAP_PRIVATE);
  ANON(128 << 20, 3, MAP_SHARED);
  WORKS(mremap(b, 1 << 20, 128 << 20, MREMAP_MAYMOVE));
  WORKS(mremap(b, 1 << 20, 1 << 20, MREMAP_MAYMOVE | MREMAP_FIXED, b + (2 << 20)) == b ? 0 : 0);
  limit(RLIMIT_AS, -1);
  munmap(b, 4 << 20);
}
