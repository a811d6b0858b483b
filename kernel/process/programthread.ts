/** What a thread of the program has beyond sched's Thread: signal state and the addresses that libc registers. */
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { currentThread, firstThread, type Thread } from "../sched/thread.ts";
import type { WaitQueue } from "../sync/waitqueue.ts";
import type { Process } from "./process.ts";
import type { SignalInfo } from "./signalinfo.ts";
import { SignalQueue } from "./signalqueue.ts";

export { SignalInfo } from "./signalinfo.ts";

/** What a thread's name has besides its end (TASK_COMM_LEN). */
const LONGEST_NAME: u64 = 15;

/** Bits of Thread.returnWork. */
export enum ReturnWork {
  /** A wait's temporary mask ends. */
  savedMask = 1,
  /** The thread has been switched away from: its rseq area is to be looked at. */
  rseq = 2,
}

export class ProgramThread {
  thread: Thread | null = null;
  private nameBytes!: FixedArray<u8, 16>;
  process!: Process;
  /** The process that a file under /proc is asked about, where that is another one (procview.ts). */
  asksAbout: Process | null = null;
  signalMask: u64 = 0;
  pending: u64 = 0;
  /** With ReturnWork.savedMask: the mask to put back when the handler that interrupted sigsuspend, ppoll or pselect is set up. */
  savedMask: u64 = 0;
  /** When the time of a call is up that is about to begin again (syscall/results.ts, RESTART_TIMED); else 0. */
  restartDeadlineNs: u64 = 0;
  infos!: FixedArray<Embed<SignalInfo>, 32>;
  /** Real-time signals, each with its own siginfo. */
  readonly queue: Embed<SignalQueue> = new SignalQueue();
  altStack: u64 = 0;
  altStackSize: u64 = 0;
  /** SS_ONSTACK, which means nothing, and SS_AUTODISARM, as sigaltstack(2) was given them. */
  altStackFlags: u32 = 0;
  /** Address of its last page fault that became a signal (CR2 in the handler's context). */
  faultAddress: u64 = 0;
  /** Where exit stores 0 and wakes a futex (set_tid_address(2)). */
  clearTid: u64 = 0;
  robustList: u64 = 0;
  robustListSize: u64 = 0;
  /** The queue that this thread sleeps in, for signals to wake it from; null when it is not in an interruptible sleep. */
  sleepingIn: WaitQueue | null = null;
  /** Held by who wakes it from there, and to leave. */
  readonly sleepLock: Embed<SpinLock> = new SpinLock();
  /** Scheduling policy (sched(7)), nice value, and what ioprio_set(2) and prctl(2) keep. */
  policy: u32 = 0;
  nice: i32 = 0;
  /** SCHED_RESET_ON_FORK: new threads have neither a real-time policy nor a nice value below 0 from it. */
  resetsOnFork: boolean = false;
  ioPriority: u32 = 0;
  timerSlackNs: u64 = 50000;

  /** The area for restartable sequences (rseq(2)), 0 for none; its length, and the word that stands before abort addresses. */
  rseqArea: u64 = 0;
  rseqLength: u32 = 0;
  rseqSignature: u32 = 0;

  get hasSavedMask(): boolean {
    return (this.thread!.returnWork & ReturnWork.savedMask) !== 0;
  }
  /** `savedMask` is to be put back. */
  keepSavedMask(mask: u64): void {
    this.savedMask = mask;
    this.thread!.returnWork |= ReturnWork.savedMask;
  }
  /** The saved mask is in force again at once: what waited for a signal has ended for another reason. */
  takeBackMask(): void {
    if (!this.hasSavedMask) return;
    this.signalMask = this.savedMask;
    this.dropSavedMask();
  }
  dropSavedMask(): void {
    this.thread!.returnWork &= ~u32(ReturnWork.savedMask);
  }

  /** A child of vfork(2) runs on its parent's stacks. */
  shareAltStack(from: ProgramThread): void {
    this.altStack = from.altStack;
    this.altStackSize = from.altStackSize;
    this.altStackFlags = from.altStackFlags;
  }
  /** Names the thread: what stands before a NUL, and at most 15 bytes of it (TASK_COMM_LEN). */
  setName(name: string): void {
    let length: u64 = 0;
    while (length < min(name.length, LONGEST_NAME) && name.byteAt(length) !== 0) length++;
    copyBytes(addressOf(this.nameBytes.ptr), addressOf(name.ptr), length);
    const thread = this.thread;
    if (thread !== null) thread.name = stringAt(this.nameBytes.ptr, length);
  }
  /** What a new thread has from the one that made it. */
  inherit(from: ProgramThread): void {
    this.signalMask = from.signalMask;
    this.policy = from.policy;
    this.nice = from.nice;
    this.ioPriority = from.ioPriority;
    this.timerSlackNs = from.timerSlackNs;
    const mine = this.thread;
    const other = from.thread;
    if (mine === null || other === null) return;
    mine.affinity = other.affinity;
    if (from.resetsOnFork && other.realtime !== 0) {
      this.policy = 0;
      this.nice = 0;
      return;
    }
    mine.runtimeScale = other.runtimeScale;
    if (from.resetsOnFork && from.nice < 0) {
      this.nice = 0;
      mine.runtimeScale = max(other.runtimeScale, 1024); // that of SCHED_IDLE is greater, and stays
    }
    mine.realtime = other.realtime;
    mine.takesTurns = other.takesTurns;
  }
}

export function programOf(thread: Thread): ProgramThread | null {
  return thread.program === 0 ? null : ref<ProgramThread>(thread.program);
}
/** The calling program thread; only from system calls and traps of the program. */
export function currentProgram(): ProgramThread {
  return ref<ProgramThread>(currentThread().program);
}
/** Makes a thread one of the process. */
export function attachProgram(thread: Thread, process: Process): ProgramThread {
  const program = new ProgramThread();
  program.thread = thread;
  program.process = process;
  process.threadCount++;
  program.setName(thread.name);
  thread.program = addressOf(program);
  return program;
}
/** The threads of all processes. */
export function programThreadCount(): u32 {
  let count: u32 = 0;
  for (let t = firstThread(); t !== null; t = t.nextOfAll) if (t.program !== 0) count++;
  return count;
}
