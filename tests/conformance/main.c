/* Runs the cases named by the arguments, or all, in the order of their names. Each ends with a line "-- NAME". */
#include "case.h"

static struct conformance_case *cases;

void register_case(struct conformance_case *c) {
  struct conformance_case **at = &cases;
  while (*at && strcmp((*at)->name, c->name) < 0) at = &(*at)->next;
  c->next = *at;
  *at = c;
}
long result_of(const char *text, long result) {
  if (result == -1) printf("%s = %s\n", text, strerrorname_np(errno));
  else printf("%s = %ld\n", text, result);
  fflush(stdout);
  return result;
}
int file_with(const char *name, const char *contents) {
  const char *path = name ? name : "anonymous-file";
  int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
  if (fd < 0 || write(fd, contents, strlen(contents)) != (ssize_t)strlen(contents)) abort();
  if (!name) unlink(path);
  lseek(fd, 0, SEEK_SET);
  return fd;
}
void on_signal(int signal, void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  if (sigaction(signal, &action, NULL)) abort();
}
long elapsed_ms(const struct timespec *since) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (now.tv_sec - since->tv_sec) * 1000 + (now.tv_nsec - since->tv_nsec) / 1000000;
}
int main(int argc, char **argv) {
  /* An empty directory, wherever the program was started. */
  if (mkdir("conformance-cases", 0755) || chdir("conformance-cases")) abort();
  for (struct conformance_case *c = cases; c; c = c->next) {
    int wanted = argc == 1;
    for (int i = 1; i < argc; i++) wanted |= strcmp(argv[i], c->name) == 0;
    if (!wanted) continue;
    c->run();
    printf("-- %s\n", c->name);
    fflush(stdout);
  }
  return 0;
}
