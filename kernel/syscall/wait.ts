/** wait4(2), waitid(2): what became of children. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { userWritable } from "../mm/user.ts";
import { childStatus } from "../process/ending.ts";
import { currentProcess, type Process } from "../process/process.ts";
import { forgetProcess } from "../process/processes.ts";
import { Signal } from "../process/signalnumbers.ts";
import { interruptibleWait } from "../process/signals.ts";
import { ticksToNs } from "../time/tsc.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import { handle } from "./table.ts";

/** Options (Linux include/uapi/linux/wait.h). */
enum Wait {
  noHang = 1,
  stopped = 2,
  exited = 4,
  continued = 8,
  noWait = 0x1000000,
  noThread = 0x20000000,
  all = 0x40000000,
  clone = 0x80000000,
}
const COMMON: u32 = Wait.noHang | Wait.noThread | Wait.all | Wait.clone;
const WAIT4_OPTIONS: u32 = COMMON | Wait.stopped | Wait.continued;
const EVENTS: u32 = Wait.exited | Wait.stopped | Wait.continued;

/** idtype_t of waitid(2). */
enum IdType {
  all = 0,
  pid = 1,
  group = 2,
  pidfd = 3,
}
const RUSAGE_SIZE: u64 = 144;
/** Of siginfo_t, what waitid(2) writes. */
const INFO_SIZE: u64 = 28;

/** Which children are meant. */
class Selection {
  type: u32 = IdType.all;
  id: i32 = 0;
  options: u32 = 0;

  takes(child: Process): boolean {
    if (this.type === IdType.pid && child.pid !== this.id) return false;
    if (this.type === IdType.group && child.group !== this.id) return false;
    if ((this.options & Wait.all) !== 0) return true;
    const isClone = child.exitSignal !== u32(Signal.SIGCHLD);
    return isClone === ((this.options & Wait.clone) !== 0);
  }
}

/** [a child that has ended, whether any child is meant]. Children that stop or go on again are not told of: there is no job control. */
function findEnded(parent: Process, selection: Selection): [Process | null, boolean] {
  let any = false;
  for (let child = parent.firstChild; child !== null; child = child.nextSibling) {
    if (!selection.takes(child)) continue;
    // One that has ended can do nothing else any more that could be waited for.
    if (!child.hasEnded) any = true;
    else if ((selection.options & Wait.exited) !== 0) return [child, true];
  }
  return [null, any];
}

/** Waits for a child: [it, 0]; [null, 0] when WNOHANG found none that has ended; or an error. */
function waitFor(selection: Selection): [Process | null, isize] {
  const parent = currentProcess();
  const on = disableInterrupts();
  let result: isize = 0;
  let found: Process | null = null;
  while (true) {
    const [child, any] = findEnded(parent, selection);
    found = child;
    if (child !== null) break;
    if (!any) result = -Errno.ECHILD;
    else if ((selection.options & Wait.noHang) === 0 && interruptibleWait(parent.childChanges, 0) >= 0)
      continue;
    else if ((selection.options & Wait.noHang) === 0) result = RESTART;
    break;
  }
  restoreInterrupts(on);
  return [found, result];
}

/** struct rusage of an ended child: the time of its threads and of the children that it waited for. */
function writeUsage(to: u64, child: Process): void {
  fillBytes(to, 0, RUSAGE_SIZE);
  const ns = ticksToNs(child.pastTicks + child.childTicks);
  storeUnaligned<u64>(to, ns / 1000000000);
  storeUnaligned<u64>(to + 8, (ns % 1000000000) / 1000);
}
function reap(child: Process): void {
  currentProcess().childTicks += child.pastTicks + child.childTicks;
  forgetProcess(child);
}

export function sysWait4(pid: i32, statusTo: u64, options: u32, usageTo: u64): isize {
  if ((options & ~WAIT4_OPTIONS) !== 0) return -Errno.EINVAL;
  if (pid === -0x80000000) return -Errno.ESRCH;
  const selection: Embed<Selection> = new Selection();
  selection.options = options | Wait.exited;
  if (pid > 0) selection.type = IdType.pid;
  else if (pid !== -1) selection.type = IdType.group;
  selection.id = pid > 0 ? pid : pid === 0 ? currentProcess().group : -pid;
  const [child, error] = waitFor(selection);
  if (child === null) return error;
  const { pid: number, status } = child;
  const usageFits = usageTo === 0 || userWritable(usageTo, RUSAGE_SIZE);
  if (usageTo !== 0 && usageFits) writeUsage(usageTo, child);
  reap(child);
  if (!usageFits || (statusTo !== 0 && !userWritable(statusTo, 4))) return -Errno.EFAULT;
  if (statusTo !== 0) storeUnaligned<u32>(statusTo, status);
  return isize(number);
}

/** waitid(2). As under Linux the siginfo is written after errors too, empty then, and EFAULT hides them. */
export function sysWaitid(type: u32, id: i32, infoTo: u64, options: u32, usageTo: u64): isize {
  const result = waitById(type, id, infoTo, options, usageTo);
  if (result >= 0 || infoTo === 0) return result;
  if (!userWritable(infoTo, INFO_SIZE)) return -Errno.EFAULT;
  writeInfo(infoTo, 0, 0, 0, 0);
  return result;
}
/** Descriptors of processes (P_PIDFD) are not implemented. */
function waitById(type: u32, id: i32, infoTo: u64, options: u32, usageTo: u64): isize {
  if ((options & ~(COMMON | EVENTS | Wait.noWait)) !== 0 || (options & EVENTS) === 0) return -Errno.EINVAL;
  if (type > IdType.pidfd || (type === IdType.pid && id <= 0) || (type >= IdType.group && id < 0))
    return -Errno.EINVAL;
  if (type === IdType.pidfd) return -Errno.EBADF;
  const selection: Embed<Selection> = new Selection();
  selection.options = options;
  selection.type = type;
  selection.id = type === IdType.group && id === 0 ? currentProcess().group : id;
  const [child, error] = waitFor(selection);
  if (error !== 0) return error;
  const infoFits = infoTo === 0 || userWritable(infoTo, INFO_SIZE);
  if (child === null) {
    if (infoTo !== 0 && infoFits) writeInfo(infoTo, 0, 0, 0, 0);
    return infoFits ? 0 : -Errno.EFAULT;
  }
  const { pid } = child;
  const [code, status] = childStatus(child.status);
  const usageFits = usageTo === 0 || userWritable(usageTo, RUSAGE_SIZE);
  if (usageTo !== 0 && usageFits) writeUsage(usageTo, child);
  if ((options & Wait.noWait) === 0) reap(child);
  if (!usageFits || !infoFits) return -Errno.EFAULT;
  if (infoTo !== 0) writeInfo(infoTo, i32(Signal.SIGCHLD), code, pid, status);
  return 0;
}
/** The fields of siginfo that waitid sets. */
function writeInfo(to: u64, signal: i32, code: i32, pid: i32, status: u32): void {
  storeUnaligned<i32>(to, signal);
  storeUnaligned<i32>(to + 4, 0);
  storeUnaligned<i32>(to + 8, code);
  storeUnaligned<i32>(to + 16, pid);
  storeUnaligned<u32>(to + 20, 0);
  storeUnaligned<u32>(to + 24, status);
}

export function registerWaitCalls(): void {
  handle(Sys.wait4, (pid, status, options, usage) => sysWait4(i32(pid), status, u32(options), usage));
  handle(Sys.waitid, (type, id, info, options, usage) =>
    sysWaitid(u32(type), i32(id), info, u32(options), usage),
  );
}
