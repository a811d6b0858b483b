/** What a process has used: CPU time of its threads, and how often they gave the CPU up. */
import { account } from "../sched/scheduler.ts";
import { firstThread, type Thread } from "../sched/thread.ts";
import { ticksToNs } from "../time/tsc.ts";
import type { Process } from "./process.ts";
import { programOf } from "./programthread.ts";

/** Keeps the time of a thread of the process that is about to end. */
export function keepUsage(process: Process, thread: Thread): void {
  account(thread);
  process.pastTicks += thread.runTicks;
  process.pastVoluntarySwitches += thread.voluntarySwitches;
  process.pastInvoluntarySwitches += thread.involuntarySwitches;
}
/** Ticks that a thread has run, those of now included, wherever it runs. */
function ticksOf(thread: Thread): u64 {
  account(thread);
  return thread.runTicks;
}
/** CPU time of all the process's threads, in nanoseconds: never less than it was. */
export function processRunNs(process: Process): u64 {
  let ticks = process.pastTicks;
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll)
    if (programOf(t)?.process === process) ticks += ticksOf(t);
  process.latestTicks = max(process.latestTicks, ticks);
  return ticksToNs(process.latestTicks);
}
/** CPU time of a thread, in nanoseconds. */
export function threadRunNs(thread: Thread): u64 {
  return ticksToNs(ticksOf(thread));
}
/** How often the process's threads gave the CPU up to wait, and how often they had to give way. */
export function processSwitches(process: Process): [u64, u64] {
  let voluntary = process.pastVoluntarySwitches;
  let involuntary = process.pastInvoluntarySwitches;
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    if (programOf(t)?.process !== process) continue;
    voluntary += t.voluntarySwitches;
    involuntary += t.involuntarySwitches;
  }
  return [voluntary, involuntary];
}
