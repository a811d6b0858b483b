/* statfs(2) and fstatfs(2), statvfs(3): the names' longest length, kinds of special filesystems. */
#include "../../case.h"
#include <sys/statfs.h>
#include <sys/statvfs.h>
CASE(filesystem_numbers) {
  struct statfs f;
  struct statvfs v;
  CALL(statfs("/proc", &f));
  printf("proc %lx %ld\n", (long)f.f_type, (long)f.f_namelen);
  CALL(statfs("/sys", &f));
  printf("sys %lx %ld\n", (long)f.f_type, (long)f.f_namelen);
  CALL(statfs("/dev/shm", &f));
  printf("shm %lx %ld, blocks of %ld, some free %d\n", (long)f.f_type, (long)f.f_namelen, (long)f.f_bsize, f.f_bfree > 0 && f.f_bfree <= f.f_blocks);
  CALL(statvfs(".", &v));
  printf("%ld %d %d\n", (long)v.f_namemax, v.f_bsize > 0, v.f_bavail <= v.f_bfree);
  int fd = open(".", O_RDONLY), p[2];
  CALL(fstatfs(fd, &f));
  pipe(p);
  CALL(fstatfs(p[0], &f));
  printf("pipe %lx\n", (long)f.f_type);
  CALL(fstatfs(99, &f));
  CALL(statfs("missing", &f));
  CALL(statfs(".", BAD));
  close(fd), close(p[0]), close(p[1]);
}
