/* Programs that end badly, one for each first argument. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noinline)) static int poke(volatile int *place) {
  *place = 1;
  return *place;
}

__attribute__((noinline)) static int endless(int depth) {
  volatile char frame[4096];
  frame[0] = (char)depth;
  return endless(depth + 1) + frame[0];
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  if (strcmp(argv[1], "null") == 0) return poke(NULL);
  if (strcmp(argv[1], "stack") == 0) return endless(0);
  if (strcmp(argv[1], "abort") == 0) abort();
  if (strcmp(argv[1], "fork") == 0) {
    if (fork() != -1) return 1;
    printf("fork: %s\n", strerror(errno));
    return errno == ENOSYS ? 0 : 1;
  }
  return 2;
}
