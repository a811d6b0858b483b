/** Threads and processes: clone(2), vfork(2), exit(2). What would need a copy of the memory is refused by name. */
import { readFsBase, writeFsBase } from "../arch/x64/context.ts";
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { PROGRAM_END, TrapFrame } from "../arch/x64/trapframe.ts";
import { Errno } from "../lib/errno.ts";
import { report } from "../lib/log.ts";
import { userRange, userReadable, userWritable } from "../mm/user.ts";
import { releaseResources } from "../process/ending.ts";
import { currentProcess, type Process, VforkParent } from "../process/process.ts";
import { addProcess, forgetProcess } from "../process/processes.ts";
import { currentProgram, programOf } from "../process/programthread.ts";
import { SIGNAL_COUNT, Signal, signalBit } from "../process/signalnumbers.ts";
import { interruptibleWait } from "../process/signals.ts";
import { endProcess, endThread, newProgramThread } from "../process/threads.ts";
import { startThreadAt } from "../sched/scheduler.ts";
import { allocThreadId, currentThread, findThread, type Thread } from "../sched/thread.ts";
import { syscallFrame } from "./frame.ts";
import { Sys } from "./numbers.ts";
import { handle, handleQuick } from "./table.ts";

/** Clone flags (Linux include/uapi/linux/sched.h). */
const EXIT_SIGNAL: u64 = 0xff;
const CLONE_VM: u64 = 0x100;
const CLONE_FS: u64 = 0x200;
const CLONE_FILES: u64 = 0x400;
const CLONE_SIGHAND: u64 = 0x800;
const CLONE_PIDFD: u64 = 0x1000;
const CLONE_PTRACE: u64 = 0x2000;
const CLONE_VFORK: u64 = 0x4000;
const CLONE_PARENT: u64 = 0x8000;
const CLONE_THREAD: u64 = 0x10000;
const CLONE_NEWNS: u64 = 0x20000;
const CLONE_SYSVSEM: u64 = 0x40000;
const CLONE_SETTLS: u64 = 0x80000;
const CLONE_PARENT_SETTID: u64 = 0x100000;
const CLONE_CHILD_CLEARTID: u64 = 0x200000;
const CLONE_UNTRACED: u64 = 0x800000;
const CLONE_CHILD_SETTID: u64 = 0x1000000;
const CLONE_DETACHED: u64 = 0x400000;
const CLONE_NEWUSER: u64 = 0x10000000;
const CLONE_NEWPID: u64 = 0x20000000;
const CLONE_IO: u64 = 0x80000000;
const CLONE_CLEAR_SIGHAND: u64 = 0x100000000;
/** The highest flags are of clone3(2) alone. */
const CLONE_FLAGS: u64 = 0x3ffffffff;
const THREAD_FLAGS: u64 = CLONE_VM | CLONE_THREAD | CLONE_SIGHAND;
/** What a process can be made with; the rest is refused by name. */
const PROCESS_FLAGS: u64 =
  EXIT_SIGNAL |
  CLONE_VM |
  CLONE_VFORK |
  CLONE_PARENT |
  CLONE_SYSVSEM |
  CLONE_SETTLS |
  CLONE_PARENT_SETTID |
  CLONE_CHILD_CLEARTID |
  CLONE_CHILD_SETTID |
  CLONE_UNTRACED |
  CLONE_PTRACE |
  CLONE_IO |
  CLONE_CLEAR_SIGHAND;

/** What the calls of this family ask for. */
class CloneRequest {
  flags: u64 = 0;
  exitSignal: u32 = 0;
  /** The new thread's stack pointer; 0: the caller's. */
  stack: u64 = 0;
  parentTid: u64 = 0;
  childTid: u64 = 0;
  tls: u64 = 0;
}

/** What clone(2) says of flags that need one another or exclude one another: EINVAL. */
function checkFlags(flags: u64): i32 {
  if ((flags & CLONE_THREAD) !== 0 && (flags & CLONE_SIGHAND) === 0) return -Errno.EINVAL;
  if ((flags & CLONE_SIGHAND) !== 0 && (flags & CLONE_VM) === 0) return -Errno.EINVAL;
  if ((flags & CLONE_NEWNS) !== 0 && (flags & CLONE_FS) !== 0) return -Errno.EINVAL;
  if ((flags & CLONE_THREAD) !== 0 && (flags & (CLONE_NEWUSER | CLONE_NEWPID)) !== 0) return -Errno.EINVAL;
  if ((flags & CLONE_NEWUSER) !== 0 && (flags & CLONE_FS) !== 0) return -Errno.EINVAL;
  // A descriptor for a thread came with Linux 6.9.
  if ((flags & CLONE_PIDFD) !== 0 && (flags & (CLONE_THREAD | CLONE_PARENT_SETTID)) !== 0)
    return -Errno.EINVAL;
  return 0;
}

/** One line, whatever the log's level, for what one address space cannot give. */
function refuse(what: string, why: string): isize {
  report("\x01report-begin");
  report(`osier: ${currentThread().name} (process ${currentProcess().pid}) called ${what}: ${why} (ENOSYS)`);
  report("\x01report-end");
  return -Errno.ENOSYS;
}
let forkRefused = false;
function refuseFork(name: string): isize {
  if (forkRefused) return -Errno.ENOSYS;
  forkRefused = true;
  return refuse(
    name,
    "a copy of a process needs a second address space; posix_spawn, vfork with execve, and threads work",
  );
}

function clone(request: CloneRequest): isize {
  const { flags } = request;
  const error = checkFlags(flags);
  if (error !== 0) return isize(error);
  const isThread = (flags & CLONE_THREAD) !== 0;
  if (!isThread && (flags & CLONE_VM) === 0) return refuseFork("fork (clone without CLONE_VM)");
  const refused: u64 = isThread ? 0 : flags & ~PROCESS_FLAGS;
  if (refused !== 0) return refuse("clone", refusedFlag(refused));
  if (isThread && request.stack === 0) return -Errno.EINVAL;
  const { parentTid, childTid } = request;
  if ((flags & CLONE_PARENT_SETTID) !== 0 && !userWritable(parentTid, 4)) return -Errno.EFAULT;
  if ((flags & (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)) !== 0 && !userWritable(childTid, 4))
    return -Errno.EFAULT;
  const process: Process = isThread ? currentProcess() : newProcess(request);
  const thread = newProgramThread(process, isThread ? 0 : process.pid);
  if (thread === null) {
    if (!isThread) abandon(process);
    return -Errno.EAGAIN;
  }
  const frame: Embed<TrapFrame> = new TrapFrame();
  copyBytes(addressOf(frame), addressOf(syscallFrame()), sizeOf<TrapFrame>());
  frame.rax = 0;
  if (request.stack !== 0) frame.rsp = request.stack;
  thread.fsBase = (flags & CLONE_SETTLS) !== 0 ? request.tls : readFsBase();
  const program = programOf(thread)!;
  program.inherit(currentProgram());
  if (!isThread && (flags & CLONE_VFORK) !== 0) program.shareAltStack(currentProgram());
  const id = thread.id;
  if ((flags & CLONE_CHILD_CLEARTID) !== 0) program.clearTid = childTid;
  if ((flags & CLONE_PARENT_SETTID) !== 0) ptr<i32>(parentTid)[0] = id;
  if ((flags & CLONE_CHILD_SETTID) !== 0) ptr<i32>(childTid)[0] = id;
  if (isThread || (flags & CLONE_VFORK) === 0) startThreadAt(thread, frame);
  else startAndWait(process, thread, frame);
  return isize(id);
}

/** The sizes of struct clone_args that there have been lie between these; what lies beyond must be zeros. */
const CLONE_ARGS_LEAST: u64 = 64;
const CLONE_ARGS_KNOWN: u64 = 88;
const CLONE_ARGS_MOST: u64 = 4096;
function refusedFlag(flags: u64): string {
  if ((flags & CLONE_FILES) !== 0)
    return "processes that share descriptors (CLONE_FILES) are not implemented";
  if ((flags & CLONE_FS) !== 0)
    return "processes that share a working directory (CLONE_FS) are not implemented";
  if ((flags & CLONE_SIGHAND) !== 0)
    return "processes that share signal handlers (CLONE_SIGHAND) are not implemented";
  if ((flags & CLONE_PIDFD) !== 0) return "CLONE_PIDFD is not implemented";
  return (flags & CLONE_NEWNS) !== 0 ? "there are no namespaces (CLONE_NEWNS)" : "a flag is not implemented";
}

function newProcess(request: CloneRequest): Process {
  const caller = currentProcess();
  const isSibling = (request.flags & CLONE_PARENT) !== 0 && caller.parent !== null;
  const child = addProcess(allocThreadId(), caller, isSibling ? caller.parent! : caller, request.exitSignal);
  if ((request.flags & CLONE_CLEAR_SIGHAND) !== 0) child.signals.resetHandlers();
  return child;
}
/** A process for which there was no thread. */
function abandon(process: Process): void {
  releaseResources(process);
  forgetProcess(process);
}

/** vfork(2): the caller sleeps, for signals that kill it only, until the child has memory of its own or has ended. */
function startAndWait(child: Process, thread: Thread, frame: TrapFrame): void {
  const program = currentProgram();
  const wait: Embed<VforkParent> = new VforkParent();
  child.vforkParent = wait;
  const mask = program.signalMask;
  program.signalMask = ~signalBit(Signal.SIGKILL);
  const on = disableInterrupts();
  startThreadAt(thread, frame);
  let outcome: i32 = 1;
  while (!wait.isOver && outcome === 1) outcome = interruptibleWait(wait.queue, 0);
  restoreInterrupts(on);
  if (!wait.isOver) child.vforkParent = null;
  program.signalMask = mask;
}

export function sysClone(flags: u64, stack: u64, parentTid: u64, childTid: u64, tls: u64): isize {
  const request: Embed<CloneRequest> = new CloneRequest();
  request.flags = flags & 0xffffffff;
  request.exitSignal = u32(flags & EXIT_SIGNAL);
  request.stack = stack;
  request.parentTid = parentTid;
  request.childTid = childTid;
  request.tls = tls;
  return clone(request);
}
export function sysVfork(): isize {
  return sysClone(CLONE_VM | CLONE_VFORK | u64(Signal.SIGCHLD), 0, 0, 0, 0);
}

/** clone3(2): struct clone_args (flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls). */
export function sysClone3(args: u64, size: u64): isize {
  if (size > CLONE_ARGS_MOST) return -Errno.E2BIG;
  if (size < CLONE_ARGS_LEAST) return -Errno.EINVAL;
  if (!userReadable(args, size)) return -Errno.EFAULT;
  for (let i = CLONE_ARGS_KNOWN; i < size; i++) if (ptr<u8>(args)[i] !== 0) return -Errno.E2BIG;
  const a = ptr<u64>(args);
  const flags = a[0];
  if ((flags & ~CLONE_FLAGS) !== 0 || (flags & (CLONE_DETACHED | EXIT_SIGNAL)) !== 0) return -Errno.EINVAL;
  const exitSignal = a[4];
  if (exitSignal > u64(SIGNAL_COUNT) || ((flags & CLONE_THREAD) !== 0 && exitSignal !== 0))
    return -Errno.EINVAL;
  if ((a[5] === 0) !== (a[6] === 0) || (a[5] !== 0 && !userRange(a[5], a[6]))) return -Errno.EINVAL;
  const request: Embed<CloneRequest> = new CloneRequest();
  request.flags = flags;
  request.exitSignal = u32(exitSignal);
  request.stack = a[5] === 0 ? 0 : a[5] + a[6];
  request.parentTid = a[3];
  request.childTid = a[2];
  request.tls = a[7];
  return clone(request);
}

export function sysArchPrctl(code: u64, address: u64): isize {
  switch (code) {
    case 0x1002: // ARCH_SET_FS
      if (address >= PROGRAM_END) return -Errno.EPERM;
      writeFsBase(address);
      return 0;
    case 0x1003: // ARCH_GET_FS
      if (!userWritable(address, 8)) return -Errno.EFAULT;
      storeUnaligned<u64>(address, readFsBase());
      return 0;
    default:
      return -Errno.EINVAL;
  }
}

export function sysSetTidAddress(address: u64): isize {
  currentProgram().clearTid = address;
  return isize(currentThread().id);
}
export function sysSetRobustList(head: u64, size: u64): isize {
  if (size !== 24) return -Errno.EINVAL;
  currentProgram().robustList = head;
  return 0;
}
/** get_robust_list(2): what a thread set; its own by number 0. */
export function sysGetRobustList(tid: i32, headTo: u64, sizeTo: u64): isize {
  const thread = tid === 0 ? currentThread() : findThread(tid);
  const program = thread === null ? null : programOf(thread);
  if (program === null) return -Errno.ESRCH;
  if (!userWritable(headTo, 8) || !userWritable(sizeTo, 8)) return -Errno.EFAULT;
  storeUnaligned<u64>(sizeTo, 24);
  storeUnaligned<u64>(headTo, program.robustList);
  return 0;
}

export function registerThreadCalls(): void {
  handle(Sys.clone, (flags, stack, parentTid, childTid, tls) =>
    sysClone(flags, stack, parentTid, childTid, tls),
  );
  handle(Sys.clone3, (args, size) => sysClone3(args, size));
  handle(Sys.fork, () => refuseFork("fork"));
  handle(Sys.vfork, () => sysVfork());
  handle(Sys.ptrace, () => refuse("ptrace", "processes cannot be traced"));
  handle(Sys.arch_prctl, (code, address) => sysArchPrctl(code, address));
  handle(Sys.exit, (status) => endThread(u32(status)));
  handle(Sys.exit_group, (status) => endProcess((u32(status) & 0xff) << 8));
  handleQuick(Sys.gettid, () => isize(currentThread().id));
  handle(Sys.set_tid_address, (address) => sysSetTidAddress(address));
  handle(Sys.get_robust_list, (tid, head, size) => sysGetRobustList(i32(tid), head, size));
  handle(Sys.set_robust_list, (head, size) => sysSetRobustList(head, size));
}
