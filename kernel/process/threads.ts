/** Program threads: making them, and what their end does for libc. */
import { saveVectorState } from "../arch/x64/context.ts";
import { features } from "../arch/x64/features.ts";
import { heapAlloc } from "../mm/heap.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { exitThread } from "../sched/scheduler.ts";
import { addVectorState, allocThreadId, currentThread, newThread, type Thread } from "../sched/thread.ts";
import { exitProgram } from "./exit.ts";
import { futexWake } from "./futex.ts";
import { FUTEX_OWNER_DIED, FUTEX_TID_MASK, FUTEX_WAITERS, piRelease } from "./pifutex.ts";
import { firstProcess, type Process } from "./process.ts";
import { attachProgram, currentProgram } from "./programthread.ts";
import { keepUsage } from "./usage.ts";

/** A further thread of the process, with the vector state of the caller; null when memory is short. */
export function newProgramThread(process: Process): Thread | null {
  const caller = currentThread();
  const thread = newThread(allocThreadId(), caller.name);
  if (thread === null) return null;
  const area = heapAlloc(features.stateSize, 64);
  if (area === 0) return null;
  fillBytes(area, 0, features.stateSize);
  saveVectorState(area);
  thread.vectorState = area;
  attachProgram(thread, process);
  return thread;
}

/** What a thread's name has besides its end (TASK_COMM_LEN). */
const LONGEST_NAME: u64 = 15;

/** Names a thread by bytes of program memory, which end at `count` or at a 0; the rest of a long name is dropped. */
export function nameThread(thread: Thread, at: u64, count: u64): void {
  let length: u64 = 0;
  while (length < min(count, LONGEST_NAME) && ptr<u8>(at)[length] !== 0) length++;
  const bytes = newArray<u8>(LONGEST_NAME);
  copyBytes(addressOf(bytes.ptr), at, length);
  thread.name = stringAt(bytes.ptr, length);
}

/** Makes the calling kernel thread the first thread of the first process. False when memory is short. */
export function becomeProgramThread(name: string): boolean {
  const thread = currentThread();
  thread.name = name;
  firstProcess.pid = thread.id;
  attachProgram(thread, firstProcess);
  return addVectorState(thread);
}

/** Entries of a robust list that are looked at (ROBUST_LIST_LIMIT). */
const ROBUST_LIMIT: u32 = 2048;
/** Bit 0 of an entry: a priority-inheritance lock. */
const PI_ENTRY: u64 = 1;

/** The lock at `entry + offset` loses its owner, when that is `tid`; `pending`: it was being taken or given up. */
function releaseRobustMutex(entry: u64, offset: u64, tid: u32, pending: boolean): void {
  const word = (entry & ~PI_ENTRY) + offset;
  if ((word & 3) !== 0 || !userWritable(word, 4)) return;
  const isPi = (entry & PI_ENTRY) !== 0;
  const value = ptr<u32>(word)[0];
  // Unlocked, but the wake-up that was due has not happened.
  if (pending && !isPi && value === 0) futexWake(word, 1, 0xffffffff);
  if ((value & FUTEX_TID_MASK) !== tid) return;
  ptr<u32>(word)[0] = (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
  if (!isPi && (value & FUTEX_WAITERS) !== 0) futexWake(word, 1, 0xffffffff);
}
/** Marks the robust mutexes that the thread still holds as ownerless and wakes a waiter of each (struct robust_list_head). */
function releaseRobustMutexes(): void {
  const head = currentProgram().robustList;
  if (head === 0 || !userReadable(head, 24)) return;
  const tid = u32(currentThread().id);
  const offset = loadUnaligned<u64>(head + 8);
  const pending = loadUnaligned<u64>(head + 16);
  let entry = loadUnaligned<u64>(head);
  for (let i: u32 = 0; (entry & ~PI_ENTRY) !== head && i < ROBUST_LIMIT; i++) {
    if (!userReadable(entry & ~PI_ENTRY, 8)) break;
    const next = loadUnaligned<u64>(entry & ~PI_ENTRY);
    if (entry !== pending) releaseRobustMutex(entry, offset, tid, false);
    entry = next;
  }
  if ((pending & ~PI_ENTRY) !== 0) releaseRobustMutex(pending, offset, tid, true);
}

/**
 * exit(2): ends the calling thread; the last one ends the program.
 * @noreturn
 */
export function endThread(status: u32): never {
  const program = currentProgram();
  const thread = currentThread();
  const { process } = program;
  if (process.threadCount === 1) exitProgram(status & 0xff);
  piRelease(u32(thread.id));
  releaseRobustMutexes();
  const clear = program.clearTid;
  if (clear !== 0 && userWritable(clear, 4)) {
    ptr<u32>(clear)[0] = 0;
    futexWake(clear, 1, 0xffffffff);
  }
  keepUsage(process, thread);
  process.threadCount--;
  thread.program = 0;
  program.queue.clear();
  free(program);
  exitThread();
}
