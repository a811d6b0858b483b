/* mmap(2) of files: private copies, shared writes, access checks, SIGBUS past the end. */
#include "../../case.h"
#include <setjmp.h>
#define RW (PROT_READ | PROT_WRITE)
static sigjmp_buf jump;
static volatile int code;
static void fault(int s, siginfo_t *i, void *c) {
  (void)c;
  code = i->si_code;
  siglongjmp(jump, s);
}
CASE(map_file) {
  char b[8] = {0};
  int fd = file_with("f", "0123456789");
  char *shared = mmap(NULL, 8192, RW, MAP_SHARED, fd, 0);
  char *private = mmap(NULL, 4096, RW, MAP_PRIVATE, fd, 0);
  shared[0] = 'S';
  CALL(private[0]);
  private[1] = 'P';
  CALL(shared[1]);
  pwrite(fd, "W", 1, 2);
  CALL(shared[2]);
  CALL(private[2]);
  CALL(pread(fd, b, 3, 0));
  puts(b);
  CALL(shared[100]);
  CALL(msync(shared, 4096, MS_SYNC));
  CALL(msync(shared, 4096, MS_SYNC | MS_ASYNC));
  CALL(msync(shared + 1, 4096, MS_SYNC));
  struct sigaction a = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
  sigaction(SIGBUS, &a, NULL);
  int s = sigsetjmp(jump, 1);
  if (s == 0) shared[5000] = 1;
  printf("signal %d code %d\n", s, code);
  CALL(ftruncate(fd, 0));
  s = sigsetjmp(jump, 1);
  if (s == 0) CALL(shared[0]);
  printf("signal %d code %d\n", s, code);
  signal(SIGBUS, SIG_DFL);
  munmap(shared, 8192);
  munmap(private, 4096);
  int r = open("f", O_RDONLY), w = open("f", O_WRONLY);
  WORKS(mmap(NULL, 4096, RW, MAP_SHARED, r, 0));
  WORKS(mmap(NULL, 4096, PROT_READ, MAP_SHARED, w, 0));
  WORKS(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, w, 0));
  WORKS(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, r, 1));
  char *ro = mmap(NULL, 4096, PROT_READ, MAP_SHARED, r, 0);
  CALL(mprotect(ro, 4096, RW));
  munmap(ro, 4096);
  ro = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, r, 0);
  CALL(mprotect(ro, 4096, RW));
  munmap(ro, 4096);
  int p[2];
  pipe(p);
  WORKS(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, p[0], 0));
  close(p[0]), close(p[1]), close(r), close(w), close(fd);
  unlink("f");
}
