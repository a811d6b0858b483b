/** What the program has used: CPU time of its threads. */
import { account } from "../sched/scheduler.ts";
import { currentThread, firstThread, type Thread } from "../sched/thread.ts";
import { ticksToNs } from "../time/tsc.ts";

/** Ticks of threads that have ended. */
let pastTicks: u64 = 0;

/** Keeps the time of a thread that is about to end. */
export function keepUsage(thread: Thread): void {
  account(thread);
  pastTicks += thread.runTicks;
}
/** CPU time of all the program's threads, in nanoseconds. */
export function processRunNs(): u64 {
  account(currentThread());
  let ticks = pastTicks;
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll)
    if (t.program !== 0) ticks += t.runTicks;
  return ticksToNs(ticks);
}
/** CPU time of the running thread, in nanoseconds. */
export function threadRunNs(): u64 {
  const thread = currentThread();
  account(thread);
  return ticksToNs(thread.runTicks);
}
