/** CPU-time clocks by their numbers: those of the caller, and those of other threads (clock_getcpuclockid(3)). */
import { currentProcess } from "../process/process.ts";
import { programOf } from "../process/programthread.ts";
import { currentThread, findThread } from "../sched/thread.ts";

const PROCESS_CPU: i32 = 2;
const THREAD_CPU: i32 = 3;

/**
 * The thread whose CPU time a clock tells, 0 for all of the process; -1: no clock of that kind. The number made for
 * another thread or process is its number's complement above three bits, of which bit 2 says thread and the others
 * which time; 3 would be a dynamic clock.
 */
export function cpuClockThread(clock: i32): i32 {
  if (clock === PROCESS_CPU) return 0;
  if (clock === THREAD_CPU) return currentThread().id;
  if (clock >= 0 || (clock & 3) === 3) return -1;
  const number = ~(clock >> 3);
  const process = currentProcess();
  const thread = number === 0 ? currentThread() : findThread(number);
  if (thread === null || programOf(thread)?.process !== process) return -1;
  if ((clock & 4) !== 0) return thread.id;
  return number === 0 || number === process.pid ? 0 : -1;
}
