/* Directories are opened for reading only; O_DIRECTORY, O_NOFOLLOW. */
#include "../../case.h"
CASE(open_directories) {
  char b[8];
  int fd;
  mkdir("d", 0700), close(file_with("f", "")), symlink("d", "to-d"), symlink("f", "to-f");
  CALL(open("d", O_RDWR));
  CALL(open("d", O_WRONLY));
  CALL(open("d", O_RDONLY | O_TRUNC));
  WORKS(fd = open("d", O_RDONLY | O_DIRECTORY));
  CALL(read(fd, b, 8));
  CALL(write(fd, b, 8));
  CALL(pread(fd, b, 8, 0));
  CALL(ftruncate(fd, 0));
  CALL(fsync(fd));
  close(fd);
  CALL(open("f", O_RDONLY | O_DIRECTORY));
  CALL(open("to-f", O_RDONLY | O_DIRECTORY));
  CALL(open("to-d", O_RDONLY | O_NOFOLLOW));
  CALL(open("to-d", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
  WORKS(fd = open("to-d/", O_RDONLY | O_NOFOLLOW));
  close(fd);
  WORKS(fd = open("to-f", O_PATH | O_NOFOLLOW));
  struct stat s;
  fstat(fd, &s);
  printf("a link itself: %d\n", S_ISLNK(s.st_mode));
  memset(b, 0, 8);
  CALL(readlinkat(fd, "", b, 8));
  puts(b);
  close(fd);
  rmdir("d"), unlink("f"), unlink("to-d"), unlink("to-f");
}
