/* openat2(2): struct open_how, and the restrictions on the way. */
#include "../../case.h"
#include <linux/openat2.h>
static long open2(int dir, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
  struct open_how how = {flags, mode, resolve};
  long fd = syscall(SYS_openat2, dir, path, &how, sizeof how);
  if (fd >= 0) close(fd), fd = 0;
  return fd;
}
CASE(openat2_resolve) {
  struct { struct open_how how; uint64_t more; } big = {{O_RDONLY}, 0};
  mkdir("d", 0700), mkdir("d/e", 0700), close(file_with("d/f", "")), symlink("f", "d/link"), symlink("/", "d/root"), symlink("..", "d/up");
  int dir = open("d", O_PATH);
  CALL(open2(dir, "f", O_RDONLY, 0, 0));
  CALL(open2(dir, "f", O_RDONLY, 0600, 0));
  CALL(open2(dir, "new", O_CREAT | O_RDWR, 0600, 0));
  CALL(open2(dir, "f", O_RDONLY | (1ULL << 40), 0, 0));
  CALL(open2(dir, "f", O_RDONLY, 0, 0x100));
  CALL(open2(dir, "f", O_CREAT, 010000, 0));
  CALL(open2(dir, "../d/f", O_RDONLY, 0, RESOLVE_BENEATH));
  CALL(open2(dir, "e/../f", O_RDONLY, 0, RESOLVE_BENEATH));
  CALL(open2(dir, "/etc", O_RDONLY, 0, RESOLVE_BENEATH));
  CALL(open2(dir, "root", O_RDONLY, 0, RESOLVE_BENEATH));
  CALL(open2(dir, "link", O_RDONLY, 0, RESOLVE_BENEATH));
  CALL(open2(dir, "link", O_RDONLY, 0, RESOLVE_NO_SYMLINKS));
  CALL(open2(dir, "up/d/f", O_RDONLY, 0, RESOLVE_NO_SYMLINKS));
  CALL(open2(dir, "/f", O_RDONLY, 0, RESOLVE_IN_ROOT));
  CALL(open2(dir, "../../f", O_RDONLY, 0, RESOLVE_IN_ROOT));
  CALL(open2(dir, "root/f", O_RDONLY, 0, RESOLVE_IN_ROOT));
  CALL(open2(dir, "f", O_RDONLY, 0, RESOLVE_BENEATH | RESOLVE_IN_ROOT));
  CALL(open2(AT_FDCWD, "/proc/self/fd/0", O_RDONLY, 0, RESOLVE_NO_MAGICLINKS));
  WORKS(syscall(SYS_openat2, dir, "f", &big, sizeof big));
  close(dup(0) - 1);
  big.more = 1;
  CALL(syscall(SYS_openat2, dir, "f", &big, sizeof big));
  CALL(syscall(SYS_openat2, dir, "f", &big, 8));
  CALL(syscall(SYS_openat2, dir, "f", BAD, sizeof big.how));
  close(dir), unlink("d/f"), unlink("d/new"), unlink("d/link"), unlink("d/root"), unlink("d/up"), rmdir("d/e"), rmdir("d");
}
