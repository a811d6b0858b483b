#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("%s\n", argv[i]);
  const char *value = getenv("GREETING");
  printf("hello %s\n", value == NULL ? "world" : value);
  return argc - 1;
}
