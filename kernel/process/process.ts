/**
 * Processes: what the threads of one program share.
 *
 * There is one address space for all of them (ADR 4). The first process is number 1, and its end is the machine's. Others
 * come from vfork(2) and its relatives, sharing the memory of the process that made them until they call execve(2).
 */

import { firstMemory, type ProgramMemory } from "../mm/programmemory.ts";
import { Timer } from "../sched/timers.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { FileTable } from "../vfs/filetable.ts";
import { WorkingDirectory } from "../vfs/path.ts";
import { CpuTimer } from "./cputimer.ts";
import { ResourceLimits } from "./limits.ts";
import type { PosixTimer } from "./posixtimers.ts";
import { currentProgram } from "./programthread.ts";
import { SignalState } from "./signalstate.ts";
import { StartStrings } from "./startstrings.ts";

/** What prctl(2) keeps for a process to be read back. */
export class ProcessSettings {
  parentDeathSignal: u32 = 0;
  dumpable: u64 = 1;
  keepCapabilities: u64 = 0;
  secureBits: u64 = 0;
  subreaper: u32 = 0;
  noNewPrivileges: boolean = false;

  /** What a child has of its parent's. */
  inherit(from: ProcessSettings): void {
    this.dumpable = from.dumpable;
    this.keepCapabilities = from.keepCapabilities;
    this.secureBits = from.secureBits;
    this.noNewPrivileges = from.noNewPrivileges;
  }
}

/** A thread that sleeps in vfork(2); lies on its stack. */
export class VforkParent {
  isOver: boolean = false;
  readonly queue: Embed<WaitQueue> = new WaitQueue();
}

const firstStart = new StartStrings();

export class Process {
  /** The number of its first thread. */
  pid: i32 = 1;
  /** Null when nobody asks for its status. */
  parent: Process | null = null;
  /** The parent's number; 0 for the first process, and when the parent has ended: getppid(2) reads it without the kernel lock. */
  parentPid: i32 = 0;
  firstChild: Process | null = null;
  nextSibling: Process | null = null;
  nextOfAll: Process | null = null;
  group: i32 = 1;
  session: i32 = 1;
  /** It has called execve(2): its parent may not change its group any more. */
  hasExecuted: boolean = false;
  /** What the parent gets at its end; 0: nothing. */
  exitSignal: u32 = 0;
  /** exit_group(2), a fatal signal or execve(2) is ending its threads. */
  isEnding: boolean = false;
  /** It has no threads any more, and waits to be asked for `status`. */
  hasEnded: boolean = false;
  /** As wait4(2) gives it. */
  status: u32 = 0;
  /** Its threads that wait for children. */
  readonly childChanges: Embed<WaitQueue> = new WaitQueue();
  /** Its thread in execve(2) that waits to be the only one. */
  readonly threadEnds: Embed<WaitQueue> = new WaitQueue();
  /** Who sleeps until this process has called execve(2) or has ended. */
  vforkParent: VforkParent | null = null;
  readonly files: Embed<FileTable> = new FileTable();
  readonly directory: Embed<WorkingDirectory> = new WorkingDirectory();
  /** Shared with the parent between vfork(2) and execve(2). */
  memory: ProgramMemory = firstMemory;
  umask: u32 = 0o022;
  readonly signals: Embed<SignalState> = new SignalState();
  readonly limits: Embed<ResourceLimits> = new ResourceLimits();
  readonly settings: Embed<ProcessSettings> = new ProcessSettings();
  /** The real-time interval timer (alarm.ts). */
  readonly alarm: Embed<Timer> = new Timer();
  alarmIntervalNs: u64 = 0;
  /** posixtimers.ts. */
  timers: PosixTimer | null = null;
  nextTimerId: i32 = 0;
  /** Of threads that have ended: ticks, and how often they gave the CPU up by themselves and otherwise. */
  pastTicks: u64 = 0;
  /** The most that usage.ts has told. */
  latestTicks: u64 = 0;
  /** ITIMER_VIRTUAL and ITIMER_PROF, and RLIMIT_CPU (cputimers.ts). */
  readonly virtualTimer: Embed<CpuTimer> = new CpuTimer();
  readonly profileTimer: Embed<CpuTimer> = new CpuTimer();
  readonly cpuLimit: Embed<CpuTimer> = new CpuTimer();
  pastVoluntarySwitches: u64 = 0;
  pastInvoluntarySwitches: u64 = 0;
  /** Of the children that it has asked for their status, and theirs. */
  childTicks: u64 = 0;
  threadCount: u32 = 0;
  /** The stack pointer that the program began with. */
  initialStack: u64 = 0;
  start: StartStrings = firstStart;

  /** Execve(2) or the end: whoever lent this process its memory goes on. */
  releaseVforkParent(): void {
    const waiting = this.vforkParent;
    if (waiting === null) return;
    this.vforkParent = null;
    waiting.isOver = true;
    waiting.queue.wakeAll();
  }
}

export const firstProcess = new Process();

/** The process of the calling program thread. */
export function currentProcess(): Process {
  return currentProgram().process;
}
/** The process that a file under /proc is about. */
export function askedProcess(): Process {
  const program = currentProgram();
  return program.asksAbout ?? program.process;
}
export function currentFiles(): FileTable {
  return currentProgram().process.files;
}
