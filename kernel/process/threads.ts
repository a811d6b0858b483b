/** Program threads: making them, and what their end does for libc. */
import { saveVectorState } from "../arch/x64/context.ts";
import { features } from "../arch/x64/features.ts";
import { heapAlloc } from "../mm/heap.ts";
import { userWritable } from "../mm/user.ts";
import { exitThread } from "../sched/scheduler.ts";
import { addVectorState, allocThreadId, currentThread, newThread, type Thread } from "../sched/thread.ts";
import { exitProgram } from "./exit.ts";
import { futexWake } from "./futex.ts";
import { attachProgram, currentProgram, programThreadCount } from "./programthread.ts";
import { keepUsage } from "./usage.ts";

/** A further thread of the program, with the vector state of the caller; null when memory is short. */
export function newProgramThread(): Thread | null {
  const caller = currentThread();
  const thread = newThread(allocThreadId(), caller.name);
  if (thread === null) return null;
  const area = heapAlloc(features.stateSize, 64);
  if (area === 0) return null;
  fillBytes(area, 0, features.stateSize);
  saveVectorState(area);
  thread.vectorState = area;
  attachProgram(thread);
  return thread;
}

/** Makes the calling kernel thread the program's first thread. False when memory is short. */
export function becomeProgramThread(name: string): boolean {
  const thread = currentThread();
  thread.name = name;
  attachProgram(thread);
  return addVectorState(thread);
}

/** Futex bits of a robust mutex (Linux include/uapi/linux/futex.h). */
const FUTEX_OWNER_DIED: u32 = 0x40000000;
const FUTEX_WAITERS: u32 = 0x80000000;
const FUTEX_TID_MASK: u32 = 0x3fffffff;
const ROBUST_LIMIT: u32 = 2048;

/** Marks the robust mutexes that the thread still holds as ownerless and wakes a waiter of each. */
function releaseRobustMutexes(): void {
  const program = currentProgram();
  const head = program.robustList;
  if (head === 0 || !userWritable(head, 24)) return;
  const offset = loadUnaligned<u64>(head + 8);
  const tid = u32(currentThread().id);
  let entry = loadUnaligned<u64>(head);
  for (let i: u32 = 0; entry !== head && i < ROBUST_LIMIT; i++) {
    if (!userWritable(entry, 8)) return;
    const next = loadUnaligned<u64>(entry);
    const word = entry + offset;
    if (userWritable(word, 4)) {
      const value = ptr<u32>(word)[0];
      if ((value & FUTEX_TID_MASK) === tid) {
        ptr<u32>(word)[0] = (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
        futexWake(word, 1, 0xffffffff);
      }
    }
    entry = next;
  }
}

/**
 * exit(2): ends the calling thread; the last one ends the program.
 * @noreturn
 */
export function endThread(status: u32): never {
  const program = currentProgram();
  const thread = currentThread();
  if (programThreadCount() === 1) exitProgram(status & 0xff);
  releaseRobustMutexes();
  const clear = program.clearTid;
  if (clear !== 0 && userWritable(clear, 4)) {
    ptr<u32>(clear)[0] = 0;
    futexWake(clear, 1, 0xffffffff);
  }
  keepUsage(thread);
  thread.program = 0;
  program.queue.clear();
  free(program);
  exitThread();
}
