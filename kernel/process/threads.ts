/** Program threads: making them, and what their end does for libc. */
import { saveVectorState } from "../arch/x64/context.ts";
import { features } from "../arch/x64/features.ts";
import { heapAlloc } from "../mm/heap.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { exitThread } from "../sched/scheduler.ts";
import { addVectorState, allocThreadId, currentThread, newThread, type Thread } from "../sched/thread.ts";
import { announceEnd, releaseResources } from "./ending.ts";
import { exitProgram } from "./exit.ts";
import { futexWake } from "./futex.ts";
import { FutexKey } from "./futexkey.ts";
import { FUTEX_OWNER_DIED, FUTEX_TID_MASK, FUTEX_WAITERS, piRelease } from "./pifutex.ts";
import { currentProcess, firstProcess, type Process } from "./process.ts";
import { attachProgram, currentProgram, type ProgramThread } from "./programthread.ts";
import { killOtherThreads } from "./signals.ts";
import { keepUsage } from "./usage.ts";

/** A further thread of the process, with the vector state of the caller; `id` 0: the next number. Null when memory is short. */
export function newProgramThread(process: Process, id: i32): Thread | null {
  const caller = currentThread();
  const thread = newThread(id === 0 ? allocThreadId() : id, caller.name);
  if (thread === null) return null;
  const area = heapAlloc(features.stateSize, 64);
  if (area === 0) return null;
  fillBytes(area, 0, features.stateSize);
  saveVectorState(area);
  thread.vectorState = area;
  attachProgram(thread, process);
  return thread;
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

/** Wakes a waiter of the kind that is not private, which is what libc's are here. */
function wakeShared(address: u64): void {
  const key: Embed<FutexKey> = new FutexKey();
  key.setShared(address);
  futexWake(key, 1, 0xffffffff);
}

/** The lock at `entry + offset` loses its owner, when that is `tid`; `pending`: it was being taken or given up. */
function releaseRobustMutex(entry: u64, offset: u64, tid: u32, pending: boolean): void {
  const word = (entry & ~PI_ENTRY) + offset;
  if ((word & 3) !== 0 || !userWritable(word, 4)) return;
  const isPi = (entry & PI_ENTRY) !== 0;
  const value = ptr<u32>(word)[0];
  // Unlocked, but the wake-up that was due has not happened.
  if (pending && !isPi && value === 0) wakeShared(word);
  if ((value & FUTEX_TID_MASK) !== tid) return;
  ptr<u32>(word)[0] = (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
  if (!isPi && (value & FUTEX_WAITERS) !== 0) wakeShared(word);
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
 * exit(2): ends the calling thread; with the last one ends its process.
 * @noreturn
 */
export function endThread(status: u32): never {
  const program = currentProgram();
  const thread = currentThread();
  const { process } = program;
  const isLast = process.threadCount === 1;
  if (isLast && !process.isEnding) process.status = (status & 0xff) << 8;
  if (isLast && process === firstProcess) exitProgram(shellStatus(process.status));
  piRelease(u32(thread.id));
  releaseRobustMutexes();
  clearThreadId(program);
  keepUsage(process, thread);
  if (isLast) releaseResources(process);
  thread.program = 0;
  thread.name = "";
  program.queue.clear();
  free(program);
  process.threadCount--;
  if (isLast) announceEnd(process);
  else process.threadEnds.wakeAll();
  exitThread();
}

/** set_tid_address(2): tells whoever joins the thread; also what execve(2) does, since the memory goes. */
export function clearThreadId(program: ProgramThread): void {
  const clear = program.clearTid;
  program.clearTid = 0;
  if (clear === 0 || !userWritable(clear, 4)) return;
  ptr<u32>(clear)[0] = 0;
  wakeShared(clear);
}

/**
 * exit_group(2): ends all threads of the calling process. The first process takes the machine with it. `status` is as
 * wait4(2) gives it.
 * @noreturn
 */
export function endProcess(status: u32): never {
  const process = currentProcess();
  if (process === firstProcess) exitProgram(shellStatus(status));
  if (!process.isEnding) {
    process.isEnding = true;
    process.status = status;
    killOtherThreads(process);
  }
  endThread(0);
}

/** What a shell makes of a wait status: 0 to 255, 128 + n for a fatal signal. */
function shellStatus(status: u32): u32 {
  const signal = status & 0x7f;
  return signal !== 0 ? 128 + signal : status >> 8;
}
