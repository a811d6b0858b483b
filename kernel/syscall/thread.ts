/** Threads: clone(2), exit(2), identity. fork and vfork are refused by name. */
import { readFsBase, writeFsBase } from "../arch/x64/context.ts";
import { PROGRAM_END, TrapFrame } from "../arch/x64/trapframe.ts";
import { Errno } from "../lib/errno.ts";
import { report } from "../lib/log.ts";
import { userRange, userReadable, userWritable } from "../mm/user.ts";
import { exitProgram } from "../process/exit.ts";
import { currentProcess } from "../process/process.ts";
import { currentProgram, programOf } from "../process/programthread.ts";
import { SIGNAL_COUNT } from "../process/signalnumbers.ts";
import { endThread, newProgramThread } from "../process/threads.ts";
import { startThreadAt } from "../sched/scheduler.ts";
import { currentThread, findThread } from "../sched/thread.ts";
import { Walk } from "../vfs/path.ts";
import { syscallFrame } from "./frame.ts";
import { Sys } from "./numbers.ts";
import { AT_FDCWD, walkExisting } from "./paths.ts";
import { handle, handleQuick } from "./table.ts";

/** Clone flags (Linux include/uapi/linux/sched.h). */
const CLONE_VM: u64 = 0x100;
const CLONE_FS: u64 = 0x200;
const CLONE_PIDFD: u64 = 0x1000;
const CLONE_THREAD: u64 = 0x10000;
const CLONE_NEWNS: u64 = 0x20000;
const CLONE_SIGHAND: u64 = 0x800;
const CLONE_SETTLS: u64 = 0x80000;
const CLONE_PARENT_SETTID: u64 = 0x100000;
const CLONE_CHILD_CLEARTID: u64 = 0x200000;
const CLONE_CHILD_SETTID: u64 = 0x1000000;
const CLONE_DETACHED: u64 = 0x400000;
const CLONE_NEWUSER: u64 = 0x10000000;
const CLONE_NEWPID: u64 = 0x20000000;
/** The low byte is clone(2)'s exit signal, and the highest flags are of clone3(2) alone. */
const CLONE_EXIT_SIGNAL: u64 = 0xff;
const CLONE_FLAGS: u64 = 0x3ffffffff;
const THREAD_FLAGS: u64 = CLONE_VM | CLONE_THREAD | CLONE_SIGHAND;

let refused = false;

/** A second process is not what one address space can give: said once, by name. */
function refuseProcess(name: string): isize {
  if (!refused) {
    refused = true;
    report("\x01report-begin");
    report(`osier: the program called ${name}: a second process is not supported, ENOSYS`);
    report("\x01report-end");
  }
  return -Errno.ENOSYS;
}

/** What clone(2) says of flags that need one another or exclude one another: EINVAL. */
function checkFlags(flags: u64): i32 {
  if ((flags & CLONE_THREAD) !== 0 && (flags & CLONE_SIGHAND) === 0) return -Errno.EINVAL;
  if ((flags & CLONE_SIGHAND) !== 0 && (flags & CLONE_VM) === 0) return -Errno.EINVAL;
  if ((flags & CLONE_NEWNS) !== 0 && (flags & CLONE_FS) !== 0) return -Errno.EINVAL;
  if ((flags & CLONE_THREAD) !== 0 && (flags & (CLONE_NEWUSER | CLONE_NEWPID)) !== 0) return -Errno.EINVAL;
  if ((flags & CLONE_NEWUSER) !== 0 && (flags & CLONE_FS) !== 0) return -Errno.EINVAL;
  return 0;
}

export function sysClone(flags: u64, stack: u64, parentTid: u64, childTid: u64, tls: u64): isize {
  const error = checkFlags(flags);
  if (error !== 0) return isize(error);
  // A descriptor for a thread came with Linux 6.9.
  if ((flags & CLONE_PIDFD) !== 0 && (flags & (CLONE_THREAD | CLONE_PARENT_SETTID)) !== 0)
    return -Errno.EINVAL;
  if ((flags & THREAD_FLAGS) !== THREAD_FLAGS) return refuseProcess("clone without CLONE_THREAD (fork)");
  if (stack === 0) return -Errno.EINVAL;
  if ((flags & CLONE_PARENT_SETTID) !== 0 && !userWritable(parentTid, 4)) return -Errno.EFAULT;
  if ((flags & (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)) !== 0 && !userWritable(childTid, 4))
    return -Errno.EFAULT;
  const thread = newProgramThread(currentProcess());
  if (thread === null) return -Errno.EAGAIN;
  const frame: Embed<TrapFrame> = new TrapFrame();
  copyBytes(addressOf(frame), addressOf(syscallFrame()), sizeOf<TrapFrame>());
  frame.rax = 0;
  frame.rsp = stack;
  thread.fsBase = (flags & CLONE_SETTLS) !== 0 ? tls : readFsBase();
  const program = programOf(thread)!;
  program.inherit(currentProgram());
  const id = thread.id;
  if ((flags & CLONE_CHILD_CLEARTID) !== 0) program.clearTid = childTid;
  if ((flags & CLONE_PARENT_SETTID) !== 0) ptr<i32>(parentTid)[0] = id;
  if ((flags & CLONE_CHILD_SETTID) !== 0) ptr<i32>(childTid)[0] = id;
  startThreadAt(thread, frame);
  return isize(id);
}

/** The sizes of struct clone_args that there have been lie between these; what lies beyond must be zeros. */
const CLONE_ARGS_LEAST: u64 = 64;
const CLONE_ARGS_KNOWN: u64 = 88;
const CLONE_ARGS_MOST: u64 = 4096;

/** clone3(2): struct clone_args (flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls). */
export function sysClone3(args: u64, size: u64): isize {
  if (size > CLONE_ARGS_MOST) return -Errno.E2BIG;
  if (size < CLONE_ARGS_LEAST) return -Errno.EINVAL;
  if (!userReadable(args, size)) return -Errno.EFAULT;
  for (let i = CLONE_ARGS_KNOWN; i < size; i++) if (ptr<u8>(args)[i] !== 0) return -Errno.E2BIG;
  const a = ptr<u64>(args);
  const flags = a[0];
  if ((flags & ~CLONE_FLAGS) !== 0 || (flags & (CLONE_DETACHED | CLONE_EXIT_SIGNAL)) !== 0)
    return -Errno.EINVAL;
  const exitSignal = a[4];
  if (exitSignal > u64(SIGNAL_COUNT) || ((flags & CLONE_THREAD) !== 0 && exitSignal !== 0))
    return -Errno.EINVAL;
  if ((a[5] === 0) !== (a[6] === 0) || (a[5] !== 0 && !userRange(a[5], a[6]))) return -Errno.EINVAL;
  const stack: u64 = a[5] === 0 ? 0 : a[5] + a[6];
  return sysClone(flags, stack, a[3], a[2], a[7]);
}

/** execve(2): the machine runs one program; errors of the path come first, as from Linux. */
export function sysExecve(path: u64): isize {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkExisting(walk, AT_FDCWD, path, true);
  if (error !== 0) return isize(error);
  const inode = walk.inode!;
  if (!inode.isRegular || (inode.mode & 0o111) === 0) return -Errno.EACCES;
  return refuseProcess("execve");
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
  handle(Sys.execve, (path) => sysExecve(path));
  handle(Sys.wait4, () => -Errno.ECHILD);
  handle(Sys.waitid, () => -Errno.ECHILD);
  handle(Sys.fork, () => refuseProcess("fork"));
  handle(Sys.vfork, () => refuseProcess("vfork"));
  handle(Sys.arch_prctl, (code, address) => sysArchPrctl(code, address));
  handle(Sys.exit, (status) => endThread(u32(status)));
  handle(Sys.exit_group, (status) => exitProgram(u32(status) & 0xff));
  handleQuick(Sys.gettid, () => isize(currentThread().id));
  handle(Sys.set_tid_address, (address) => sysSetTidAddress(address));
  handle(Sys.get_robust_list, (tid, head, size) => sysGetRobustList(i32(tid), head, size));
  handle(Sys.set_robust_list, (head, size) => sysSetRobustList(head, size));
}
