/**
 * System V semaphores (semget(2), semop(2)): sets of counters, changed several at a time or not at all.
 *
 * Whoever cannot go on sleeps in the set's queue, and tries all of its operations anew when the set has changed; the
 * queue is in the order of arrival. What SEM_UNDO is to take back when a process ends is kept with the set.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { waitInterruptiblyUntil } from "../vfs/wait.ts";
import { IPC_NO_WAIT, IpcObject, IpcTable, secondsNow } from "./objects.ts";

/** Linux's limits (include/uapi/linux/sem.h): SEMMNI, SEMMSL, SEMOPM, SEMVMX; SEMAEM is the last as well. */
export const MOST_SETS: u64 = 32000;
export const MOST_IN_SET: u64 = 32000;
export const MOST_OPERATIONS: u64 = 500;
export const GREATEST_VALUE: i32 = 32767;

const UNDO: u16 = 0x1000;

/** struct sembuf. */
export class Operation {
  semaphore: u16 = 0;
  change: i16 = 0;
  flags: i16 = 0;
}

export class Semaphore {
  value: i32 = 0;
  /** Who changed it last. */
  pid: i32 = 0;
  waitingForZero: u32 = 0;
  waitingForMore: u32 = 0;
}

/** What to add to each semaphore of a set when a process ends. */
class UndoList {
  next: UndoList | null = null;
  pid: i32 = 0;
  changes!: Slice<i32>;
}

export class SemaphoreSet extends IpcObject {
  semaphores!: Slice<Embed<Semaphore>>;
  operationTime: u64 = 0;
  readonly changed: Embed<WaitQueue> = new WaitQueue();
  undo: UndoList | null = null;
}

export const semaphoreSets = new IpcTable(MOST_SETS);
/** Semaphores of all sets. */
let semaphoreCount: u64 = 0;
export function usedSemaphores(): u64 {
  return semaphoreCount;
}

function asSet(object: IpcObject): SemaphoreSet {
  return ref<SemaphoreSet>(addressOf(object));
}
export function findSet(id: i32): [SemaphoreSet | null, i32] {
  const [object, error] = semaphoreSets.find(id);
  return object === null ? [null, error] : [asSet(object), 0];
}
export function setAt(index: i32): SemaphoreSet | null {
  const object = semaphoreSets.at(index);
  return object === null ? null : asSet(object);
}

/** semget(2). */
export function getSet(key: i32, count: i32, flags: u32): i32 {
  if (count < 0 || u64(count) > MOST_IN_SET) return -Errno.EINVAL;
  const [found, error] = semaphoreSets.lookUp(key, flags);
  if (error !== 0) return error;
  if (found !== null) return u64(count) > asSet(found).semaphores.length ? -Errno.EINVAL : found.id;
  if (count === 0) return -Errno.EINVAL;
  const set = new SemaphoreSet();
  const id = semaphoreSets.add(set, key, flags);
  if (id < 0) {
    free(set);
    return id;
  }
  set.semaphores = newArray<Embed<Semaphore>>(u64(count));
  semaphoreCount += u64(count);
  return id;
}

/** IPC_RMID: those who wait are told. */
export function removeSet(set: SemaphoreSet): void {
  semaphoreSets.remove(set);
  semaphoreCount -= set.semaphores.length;
  if (set.users === 0) freeSet(set);
  else set.changed.wakeAll();
}
function freeSet(set: SemaphoreSet): void {
  freeArray<Embed<Semaphore>>(set.semaphores);
  for (let list = set.undo; list !== null; ) {
    const next: UndoList | null = list.next;
    freeArray<i32>(list.changes);
    free(list);
    list = next;
  }
  free(set);
}

/** A value was set from outside: those who wait look again, and what was to be undone of it is forgotten. */
export function valueSet(set: SemaphoreSet, index: u64, value: i32, pid: i32): void {
  set.semaphores[index].value = value;
  set.semaphores[index].pid = pid;
  for (let list = set.undo; list !== null; list = list.next) list.changes[index] = 0;
  set.changeTime = secondsNow();
  set.changed.wakeAll();
}

/** semtimedop(2) until the monotonic time `deadlineNs` (0: without end): 0 or a negative errno. */
export function operate(id: i32, operations: Slice<Embed<Operation>>, deadlineNs: u64, pid: i32): i32 {
  const [set, error] = findSet(id);
  if (set === null) return error;
  for (let i: u64 = 0; i < operations.length; i++)
    if (u64(operations[i].semaphore) >= set.semaphores.length) return -Errno.EFBIG;
  set.users++;
  const result = operateOn(set, operations, deadlineNs, pid);
  set.users--;
  if (set.removed && set.users === 0) freeSet(set);
  return result;
}

function operateOn(set: SemaphoreSet, operations: Slice<Embed<Operation>>, deadlineNs: u64, pid: i32): i32 {
  while (true) {
    const [blockedAt, error] = attempt(set, operations, pid);
    if (error !== 0) return error;
    if (blockedAt === operations.length) return 0;
    const operation = operations[blockedAt];
    if ((u32(operation.flags) & IPC_NO_WAIT) !== 0) return -Errno.EAGAIN;
    const semaphore = set.semaphores[u64(operation.semaphore)];
    const on = disableInterrupts();
    if (operation.change === 0) semaphore.waitingForZero++;
    else semaphore.waitingForMore++;
    const woken = waitInterruptiblyUntil(set.changed, deadlineNs);
    if (operation.change === 0) semaphore.waitingForZero--;
    else semaphore.waitingForMore--;
    restoreInterrupts(on);
    if (set.removed) return -Errno.EIDRM;
    if (woken === -Errno.ETIMEDOUT) return -Errno.EAGAIN;
    if (woken < 0) return -Errno.EINTR; // never begun again (signal(7))
  }
}

/** Does all operations, or none: [their number, 0], [the one that has to wait, 0], or [0, ERANGE]. */
function attempt(set: SemaphoreSet, operations: Slice<Embed<Operation>>, pid: i32): [u64, i32] {
  const { semaphores } = set;
  let done: u64 = 0;
  let error: i32 = 0;
  let changes = false;
  while (done < operations.length) {
    const { semaphore, change, flags } = operations[done];
    const value = semaphores[u64(semaphore)].value;
    if (change === 0 ? value !== 0 : value + i32(change) < 0) break;
    const undoes = (u16(flags) & UNDO) !== 0 && change !== 0;
    const undone: i32 = undoes ? undoOf(set, pid).changes[u64(semaphore)] - i32(change) : 0;
    if (value + i32(change) > GREATEST_VALUE || undone > GREATEST_VALUE || undone < -GREATEST_VALUE - 1) {
      error = -Errno.ERANGE;
      break;
    }
    if (undoes) undoOf(set, pid).changes[u64(semaphore)] = undone;
    if (change !== 0) changes = true;
    semaphores[u64(semaphore)].value = value + i32(change);
    done++;
  }
  if (done < operations.length) {
    const stopped = done;
    while (done > 0) {
      done--;
      const { semaphore, change, flags } = operations[done];
      semaphores[u64(semaphore)].value -= i32(change);
      if ((u16(flags) & UNDO) !== 0) undoOf(set, pid).changes[u64(semaphore)] += i32(change);
    }
    return [stopped, error];
  }
  for (let i: u64 = 0; i < operations.length; i++) semaphores[u64(operations[i].semaphore)].pid = pid;
  set.operationTime = secondsNow();
  if (changes) set.changed.wakeAll();
  return [operations.length, 0];
}

function undoOf(set: SemaphoreSet, pid: i32): UndoList {
  for (let list = set.undo; list !== null; list = list.next) if (list.pid === pid) return list;
  const list = new UndoList();
  list.pid = pid;
  list.changes = newArray<i32>(set.semaphores.length);
  list.next = set.undo;
  set.undo = list;
  return list;
}

/** The end of a process: takes its changes with SEM_UNDO back, as far as values allow. */
export function undoChanges(pid: i32): void {
  for (let index: i32 = 0; index <= semaphoreSets.highestIndex; index++) {
    const set = setAt(index);
    if (set === null) continue;
    let before: UndoList | null = null;
    for (let list = set.undo; list !== null; list = list.next) {
      if (list.pid !== pid) {
        before = list;
        continue;
      }
      for (let i: u64 = 0; i < list.changes.length; i++) {
        const semaphore = set.semaphores[i];
        if (list.changes[i] === 0) continue;
        semaphore.value = min(max(semaphore.value + list.changes[i], 0), GREATEST_VALUE);
        semaphore.pid = pid;
      }
      if (before === null) set.undo = list.next;
      else before.next = list.next;
      freeArray<i32>(list.changes);
      free(list);
      set.changed.wakeAll();
      break;
    }
  }
}
