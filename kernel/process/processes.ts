/**
 * All processes, and who descends from whom.
 *
 * A process that has ended stays here, without threads and memory, until its parent has asked for its status. One whose
 * parent has ended before it goes to the nearest ancestor that asked for such (PR_SET_CHILD_SUBREAPER), and otherwise to
 * nobody: the first program is no init, and would not know what to do with it.
 */

import { findThread } from "../sched/thread.ts";
import { firstProcess, Process } from "./process.ts";
import { programOf } from "./programthread.ts";
import { SIG_IGN, Signal } from "./signalnumbers.ts";

/** SA_NOCLDWAIT: children leave no status. */
const SA_NOCLDWAIT: u64 = 2;

/** First of all processes; follow `nextOfAll`. */
export function firstOfAll(): Process {
  return firstProcess;
}
/** The process with that number, ended or not. */
export function findProcess(pid: i32): Process | null {
  for (let p: Process | null = firstProcess; p !== null; p = p.nextOfAll) if (p.pid === pid) return p;
  return null;
}
/** The process of that number, ended or not, or the one that a thread of that number belongs to. */
export function processNamed(id: i32): Process | null {
  const thread = findThread(id);
  const program = thread === null ? null : programOf(thread);
  return program === null ? findProcess(id) : program.process;
}
/** Whether a process that has not ended is in the group. */
export function groupExists(group: i32, session: i32): boolean {
  for (let p: Process | null = firstProcess; p !== null; p = p.nextOfAll)
    if (p.group === group && (session === 0 || p.session === session)) return true;
  return false;
}
export function processCount(): u32 {
  let count: u32 = 0;
  for (let p: Process | null = firstProcess; p !== null; p = p.nextOfAll) count++;
  return count;
}

/** A new process, the child of `parent`, that has everything from `from` and no thread yet. */
export function addProcess(pid: i32, from: Process, parent: Process, exitSignal: u32): Process {
  const child = new Process();
  child.pid = pid;
  child.parent = parent;
  child.parentPid = parent.pid;
  child.exitSignal = exitSignal;
  child.group = from.group;
  child.session = from.session;
  child.files.copyFrom(from.files);
  child.directory.set(from.directory.get());
  child.memory = from.memory;
  child.memory.references++;
  child.umask = from.umask;
  child.signals.copyActions(from.signals);
  child.limits.copyFrom(from.limits);
  child.settings.inherit(from.settings);
  child.start = from.start.retain();
  child.initialStack = from.initialStack;
  child.nextSibling = parent.firstChild;
  parent.firstChild = child;
  child.nextOfAll = firstProcess.nextOfAll;
  firstProcess.nextOfAll = child;
  return child;
}

function leaveParent(process: Process): void {
  const { parent } = process;
  if (parent === null) return;
  let previous: Process | null = null;
  for (let p = parent.firstChild; p !== null; p = p.nextSibling) {
    if (p === process) {
      if (previous === null) parent.firstChild = p.nextSibling;
      else previous.nextSibling = p.nextSibling;
      break;
    }
    previous = p;
  }
  process.nextSibling = null;
  process.parent = null;
  process.parentPid = 0;
}

/** Forgets an ended process. */
export function forgetProcess(process: Process): void {
  leaveParent(process);
  for (let p: Process | null = firstProcess; p !== null; p = p.nextOfAll) {
    if (p.nextOfAll !== process) continue;
    p.nextOfAll = process.nextOfAll;
    break;
  }
  process.start.release();
  free(process);
}

/** Whether the parent wants to hear nothing of its children's ends. */
export function ignoresChildren(parent: Process): boolean {
  const action = parent.signals.actions[u32(Signal.SIGCHLD)];
  return action.handler === SIG_IGN || (action.flags & SA_NOCLDWAIT) !== 0;
}

/** Finds the children of an ending process a new parent; `onMoved` is told of each before it has changed. */
export function giveChildrenAway(process: Process, onMoved: (child: Process) => void): void {
  let heir = process.parent;
  while (heir !== null && heir.settings.subreaper === 0) heir = heir.parent;
  while (process.firstChild !== null) {
    const child = process.firstChild;
    onMoved(child);
    leaveParent(child);
    if (heir === null) {
      if (child.hasEnded) forgetProcess(child);
      continue;
    }
    child.parent = heir;
    child.parentPid = heir.pid;
    child.nextSibling = heir.firstChild;
    heir.firstChild = child;
    if (child.hasEnded) heir.childChanges.wakeAll();
  }
}
