/*
 * Random sequences of system calls, for a comparison of two kernels.
 *
 *   sequences FIRST COUNT           a line "NUMBER DIGEST" a sequence
 *   sequences show NUMBER[:MASK]... a line "sequence NUMBER" and every call with its result; MASK (hex): a bit for each
 *                                   call that is made
 *
 * A sequence is a function of its number. The digest takes the result or the error of each call and, where what is written
 * is the same on every machine, the memory that the call has written.
 */
#include "sequences.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint64_t digest;
static void mix(uint64_t value) {
  digest = (digest ^ value) * 0x100000001b3u;
  digest ^= digest >> 29;
}
static uint64_t arena_hash(void) {
  uint64_t h = 0xcbf29ce484222325u;
  const uint64_t *w = (const uint64_t *)READ_WRITE;
  for (unsigned i = 0; i < 8 * PAGE / 8; i++) h = (h ^ w[i]) * 0x100000001b3u;
  return h;
}

static const char *error_name(long e) {
  const char *name = e == NEVER ? "(never returns)" : strerrorname_np((int)e);
  return name == NULL ? "?" : name;
}
/* The end of a call's line; the text that a name's address shows is known by now to be there still. */
static void show_outcome(const struct Call *c, const uint64_t a[6], long result, long error, uint64_t hash) {
  for (int k = 0; k < 6 && c->kinds[k] != END && error == 0; k++)
    if ((c->kinds[k] == PATH || c->kinds[k] == TEXT) && a[k] >= READ_WRITE && a[k] < READ_WRITE + 6 * PAGE)
      printf("%s\"%.20s\"", k ? ", " : "", (char *)a[k]);
  if (error) printf(") = -%s", error_name(error));
  else printf(") = %ld %lx", result, hash);
  if (signals_taken) printf(", %u signals taken", signals_taken);
  putchar('\n');
  fflush(stdout);
}
static void show_call(unsigned i, const struct Call *c, const uint64_t a[6]) {
  printf("%2u %s(", i, c->name);
  for (int k = 0; k < 6 && c->kinds[k] != END; k++) {
    unsigned object = object_index(c->kinds[k], a[k]);
    printf(object ? "%sobject %lu" : "%s0x%lx", k ? ", " : "", object ? object : a[k]);
  }
  fflush(stdout);
}

static void make_calls(int show, uint64_t mask) {
  unsigned length = 4 + below(21);
  for (unsigned i = 0; i < length; i++) {
    const struct Call *c = &calls[below(call_count)];
    fill_arena();
    uint64_t a[6] = {0};
    for (int k = 0; k < 6 && c->kinds[k] != END; k++) a[k] = argument(c->kinds[k]);
    if (i < 64 && !(mask >> i & 1)) continue;
    if (show) show_call(i, c, a);
    long result = make_call(c, a);
    long error = result == -1 ? errno : 0;
    if (error == 0) note_object(c->number, a, result);
    if (error == 0 && c->result == ANY_VALUE) result = 0;
    /* From a device without an end, as much goes as a machine can before a signal comes. */
    if (c->number == SYS_sendfile && result > 1 << 20) result = 1 << 20;
    mix((uint64_t)result);
    mix((uint64_t)error);
    mix(signals_taken);
    uint64_t hash = 0;
    /* The time that is left is written back. */
    if (error == 0 && c->number == SYS_ppoll && a[2] != 0) memset((void *)a[2], 0, 16);
    if (error == 0 && c->number == SYS_select && a[4] != 0) memset((void *)a[4], 0, 16);
    if (error == 0 && c->result == OUTPUT) mix(hash = arena_hash());
    if (show) show_outcome(c, a, result, error, hash);
  }
}
static void run(uint64_t number, int show, uint64_t mask) {
  prepare();
  seed(number);
  digest = 0;
  int fault = sigsetjmp(lost_memory, 1);
  if (fault == 0) make_calls(show, mask);
  else if (show) printf("its memory is gone: signal %d\n", fault);
  mix((uint64_t)fault);
  stop_ticks();
}

/* A line is written as soon as it is known: the driver sees from it how far the program came. */
static int tell(uint64_t number) {
  char line[64];
  size_t n = (size_t)sprintf(line, "%lu %016lx\n", number, digest);
  for (size_t done = 0; done < n;) {
    ssize_t w = write(1, line + done, n - done);
    if (w > 0) done += (size_t)w;
    else if (errno != EINTR) return 0;
  }
  return 1;
}

int main(int argc, char **argv) {
  int show = argc > 2 && !strcmp(argv[1], "show");
  if (argc < 3) {
    fputs("usage: sequences FIRST COUNT | show NUMBER[:MASK]...\n", stderr);
    return 2;
  }
  prepare_once();
  if (show) {
    for (int i = 2; i < argc; i++) {
      char *end;
      uint64_t number = strtoull(argv[i], &end, 0);
      printf("sequence %lu\n", number);
      fflush(stdout);
      run(number, 1, *end == ':' ? strtoull(end + 1, NULL, 16) : ~0ul);
    }
    return 0;
  }
  uint64_t first = strtoull(argv[1], NULL, 0), count = strtoull(argv[2], NULL, 0);
  for (uint64_t i = first; i < first + count; i++) {
    run(i, 0, ~0ul);
    if (!tell(i)) return 4;
  }
  return 0;
}
