/*
 * Objects that calls make and name by numbers which differ between machines: timers, System V objects. Sequences name them by
 * the order in which they were made. All of them go before the next sequence.
 */
#include "sequences.h"
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST 24
static struct Made {
  enum Kind kind;
  int number;
} made[MOST];
static unsigned count;
volatile unsigned signals_taken;

void note_object(long call, const uint64_t a[6], long result) {
  enum Kind kind = call == SYS_timer_create ? TIMER : call == SYS_shmget ? SHARED_MEMORY : call == SYS_semget ? SEMAPHORES : call == SYS_msgget ? MESSAGES : END;
  if (kind == END || count == MOST) return;
  made[count++] = (struct Made){kind, kind == TIMER ? *(int *)a[2] : (int)result};
}
unsigned object_index(enum Kind kind, uint64_t value) {
  unsigned index = 0;
  for (unsigned i = 0; i < count; i++) {
    if (made[i].kind != kind) continue;
    index++;
    if (made[i].number == (int)value) return index;
  }
  return 0;
}
uint64_t any_object(enum Kind kind) {
  unsigned of_kind = 0, wanted;
  for (unsigned i = 0; i < count; i++) of_kind += made[i].kind == kind;
  if (of_kind == 0 || !below(10)) return PICK(-1, 0x7fffffff);
  wanted = below(of_kind);
  for (unsigned i = 0;; i++)
    if (made[i].kind == kind && wanted-- == 0) return (uint64_t)(int64_t)made[i].number;
}
void remove_objects(void) {
  for (unsigned i = 0; i < count; i++) {
    switch (made[i].kind) {
      case TIMER: syscall(SYS_timer_delete, made[i].number); break;
      case SHARED_MEMORY: shmctl(made[i].number, IPC_RMID, NULL); break;
      case SEMAPHORES: semctl(made[i].number, 0, IPC_RMID); break;
      default: msgctl(made[i].number, IPC_RMID, NULL);
    }
  }
  count = 0;
  signals_taken = 0;
}
