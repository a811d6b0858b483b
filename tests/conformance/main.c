/* Runs the cases named by the arguments, or all, in the order of their names. Each ends with a line "-- NAME". */
#include "case.h"
#include <stdarg.h>

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
void on_siginfo(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = flags | SA_SIGINFO};
  if (sigaction(signal, &action, NULL)) abort();
}
sigset_t signals_of(int first, ...) {
  sigset_t set;
  va_list list;
  sigemptyset(&set);
  va_start(list, first);
  for (int signal = first; signal; signal = va_arg(list, int)) sigaddset(&set, signal);
  va_end(list);
  return set;
}
struct timespec in_ms(long ms) { return (struct timespec){ms / 1000, ms % 1000 * 1000000}; }
struct timespec after_ms(clockid_t clock, long ms) {
  struct timespec now;
  clock_gettime(clock, &now);
  long long ns = now.tv_sec * 1000000000LL + now.tv_nsec + ms * 1000000LL;
  return (struct timespec){ns / 1000000000, ns % 1000000000};
}
static void *begin_worker(void *argument) {
  struct worker *w = argument;
  __atomic_store_n(&w->tid, gettid(), __ATOMIC_SEQ_CST);
  return w->run(w->argument);
}
void start_worker(struct worker *w, void *(*run)(void *), void *argument) {
  w->tid = 0, w->run = run, w->argument = argument;
  if (pthread_create(&w->thread, NULL, begin_worker, w)) abort();
  while (!__atomic_load_n(&w->tid, __ATOMIC_SEQ_CST)) sched_yield();
}
void *join_worker(struct worker *w) {
  void *result;
  if (pthread_join(w->thread, &result)) abort();
  return result;
}
#define LIMIT_MS 20000
void until_asleep(pid_t tid) {
  char path[64], text[512];
  struct timespec start;
  clock_gettime(CLOCK_MONOTONIC, &start);
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
  while (elapsed_ms(&start) < LIMIT_MS) {
    int fd = open(path, O_RDONLY);
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    text[n < 0 ? 0 : n] = 0;
    char *state = strrchr(text, ')');
    if (state && state[2] == 'S') return;
    usleep(500);
  }
  printf("the thread does not sleep\n");
}
void until_equal(volatile int *at, int value) {
  struct timespec start;
  clock_gettime(CLOCK_MONOTONIC, &start);
  while (__atomic_load_n(at, __ATOMIC_SEQ_CST) != value && elapsed_ms(&start) < LIMIT_MS) usleep(200);
}
long sys_futex(volatile uint32_t *word, int operation, uint32_t value, const void *timeout,
               volatile uint32_t *word2, uint32_t value3) {
  return syscall(SYS_futex, word, operation, value, timeout, word2, value3);
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
