/** Signals: rt_sigaction(2) and its family. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { AltStack, setAltStack } from "../process/altstack.ts";
import { dieOfSignal } from "../process/fatal.ts";
import { currentProcess, type Process } from "../process/process.ts";
import { firstOfAll, processCount, processNamed } from "../process/processes.ts";
import { currentProgram, programOf, SignalInfo } from "../process/programthread.ts";
import { isKnownCode } from "../process/signalcodes.ts";
import { leaveHandler } from "../process/signalframe.ts";
import { SI_TKILL, SIGNAL_COUNT, Signal } from "../process/signalnumbers.ts";
import {
  discardPending,
  interruptibleWait,
  pendingSignals,
  sendToProcess,
  sendToThread,
  signalAction,
  takeSignalIn,
} from "../process/signals.ts";
import { SignalAction } from "../process/signalstate.ts";
import { currentThread, findThread } from "../sched/thread.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { monotonicNs } from "../time/clock.ts";
import { syscallFrame } from "./frame.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";
import { readTimespec } from "./timespec.ts";

const MASK_SIZE: u64 = 8;
/** siginfo_t, and what the kernel keeps of it (struct kernel_siginfo). */
const INFO_SIZE: u64 = 128;
const INFO_KEPT: u64 = 48;
/** SA_NOCLDSTOP, NOCLDWAIT, SIGINFO, EXPOSE_TAGBITS, RESTORER, ONSTACK, RESTART, NODEFER, RESETHAND: what is left of sa_flags. */
const KNOWN_FLAGS: u64 = 0xdc000807;
/** SIGKILL and SIGSTOP cannot be blocked. */
const UNBLOCKABLE: u64 = 0x40100;

export function sysRtSigaction(signal: u32, action: u64, old: u64, size: u64): isize {
  if (size !== MASK_SIZE) return -Errno.EINVAL;
  const bytes = sizeOf<SignalAction>();
  if (action !== 0 && !userReadable(action, bytes)) return -Errno.EFAULT;
  if (signal === 0 || signal > SIGNAL_COUNT) return -Errno.EINVAL;
  if (action !== 0 && (signal === Signal.SIGKILL || signal === Signal.SIGSTOP)) return -Errno.EINVAL;
  const slot = signalAction(signal);
  const before: Embed<SignalAction> = new SignalAction();
  copyBytes(addressOf(before), addressOf(slot), bytes);
  if (action !== 0) {
    copyBytes(addressOf(slot), action, bytes);
    slot.mask &= ~UNBLOCKABLE;
    slot.flags &= KNOWN_FLAGS;
    discardPending(signal);
  }
  if (old === 0) return 0;
  if (!userWritable(old, bytes)) return -Errno.EFAULT;
  copyBytes(old, addressOf(before), bytes);
  return 0;
}

export function sysRtSigprocmask(how: u32, set: u64, old: u64, size: u64): isize {
  if (size !== MASK_SIZE) return -Errno.EINVAL;
  const program = currentProgram();
  const before = program.signalMask;
  if (set !== 0) {
    if (!userReadable(set, 8)) return -Errno.EFAULT;
    const mask = loadUnaligned<u64>(set) & ~UNBLOCKABLE;
    if (how === 0) program.signalMask = before | mask;
    else if (how === 1) program.signalMask = before & ~mask;
    else if (how === 2) program.signalMask = mask;
    else return -Errno.EINVAL;
  }
  if (old !== 0) {
    if (!userWritable(old, 8)) return -Errno.EFAULT;
    storeUnaligned<u64>(old, before);
  }
  return 0;
}

export function sysRtSigpending(to: u64, size: u64): isize {
  if (size > MASK_SIZE) return -Errno.EINVAL;
  if (!userWritable(to, size)) return -Errno.EFAULT;
  const pending = pendingSignals() & currentProgram().signalMask;
  for (let i: u64 = 0; i < size; i++) ptr<u8>(to)[i] = u8(pending >> (i * 8));
  return 0;
}

/** rt_sigreturn(2): the frame is loaded as a whole; a damaged one ends the program as Linux does. */
export function sysRtSigreturn(): isize {
  const frame = syscallFrame();
  if (!leaveHandler(frame)) {
    const info: Embed<SignalInfo> = new SignalInfo();
    info.signal = Signal.SIGSEGV;
    info.address = frame.rsp;
    dieOfSignal(Signal.SIGSEGV, info, frame);
  }
  return isize(frame.rax);
}

/** Swaps the mask until the next return to the program: a handler sees the new one, the frame holds the old one. */
export function setTemporaryMask(mask: u64): void {
  const program = currentProgram();
  program.keepSavedMask(program.signalMask);
  program.signalMask = mask & ~UNBLOCKABLE;
}

export function sysRtSigsuspend(set: u64, size: u64): isize {
  if (size !== MASK_SIZE) return -Errno.EINVAL;
  if (!userReadable(set, 8)) return -Errno.EFAULT;
  setTemporaryMask(loadUnaligned<u64>(set));
  return sysPause();
}
export function sysPause(): isize {
  const queue: Embed<WaitQueue> = new WaitQueue();
  const on = disableInterrupts();
  while (interruptibleWait(queue, 0) >= 0);
  restoreInterrupts(on);
  return -Errno.EINTR;
}

export function sysRtSigtimedwait(set: u64, infoTo: u64, timeout: u64, size: u64): isize {
  if (size !== MASK_SIZE) return -Errno.EINVAL;
  if (!userReadable(set, 8)) return -Errno.EFAULT;
  const wanted = loadUnaligned<u64>(set) & ~UNBLOCKABLE;
  let deadline: u64 = 0;
  let waits = true;
  if (timeout !== 0) {
    const [ns, error] = readTimespec(timeout);
    if (error !== 0) return isize(error);
    deadline = monotonicNs() + ns;
    waits = ns !== 0;
  }
  const program = currentProgram();
  const mask = program.signalMask;
  const info: Embed<SignalInfo> = new SignalInfo();
  const queue: Embed<WaitQueue> = new WaitQueue();
  let result: isize = 0;
  const on = disableInterrupts();
  while (result === 0) {
    const signal = takeSignalIn(wanted, info);
    if (signal !== 0) {
      result = isize(signal);
      break;
    }
    if (!waits) {
      result = -Errno.EAGAIN;
      break;
    }
    program.signalMask = mask & ~wanted;
    const outcome = interruptibleWait(queue, deadline);
    program.signalMask = mask;
    if (outcome === 0) result = -Errno.EAGAIN;
    else if (outcome < 0 && (pendingSignals() & wanted) === 0) result = -Errno.EINTR;
  }
  restoreInterrupts(on);
  if (result <= 0 || infoTo === 0) return result;
  if (!userWritable(infoTo, 128)) return -Errno.EFAULT;
  copyBytes(infoTo, addressOf(info), 128);
  return result;
}

export function sysSigaltstack(set: u64, old: u64): isize {
  const program = currentProgram();
  const stackPointer = syscallFrame().rsp;
  if (set !== 0 && !userReadable(set, 24)) return -Errno.EFAULT;
  const address: u64 = set === 0 ? 0 : loadUnaligned<u64>(set);
  const flags: u32 = set === 0 ? 0 : loadUnaligned<u32>(set + 8);
  const size: u64 = set === 0 ? 0 : loadUnaligned<u64>(set + 16);
  const before: Embed<AltStack> = new AltStack();
  before.from(program, stackPointer);
  if (set !== 0) {
    const error = setAltStack(program, stackPointer, address, flags, size);
    if (error !== 0) return isize(error);
  }
  if (old === 0) return 0;
  if (!userWritable(old, 24)) return -Errno.EFAULT;
  storeUnaligned<u64>(old, before.address);
  storeUnaligned<u64>(old + 8, u64(before.flags));
  storeUnaligned<u64>(old + 16, before.size);
  return 0;
}

function userInfo(info: SignalInfo, signal: u32, code: i32): void {
  info.signal = i32(signal);
  info.code = code;
  info.address = u64(u32(currentProcess().pid)); // si_pid; si_uid 0
}

/** kill(2): a process, a group (0: the caller's, negative: that one), or with -1 all but the first and the caller. */
export function sysKill(pid: i32, signal: u32): isize {
  const caller = currentProcess();
  if (pid > 0 && processNamed(pid) === null) return -Errno.ESRCH;
  if (signal > SIGNAL_COUNT) return -Errno.EINVAL;
  const info: Embed<SignalInfo> = new SignalInfo();
  userInfo(info, signal, 0);
  let found = false;
  for (let p: Process | null = firstOfAll(); p !== null; ) {
    const next: Process | null = p.nextOfAll;
    if (isMeant(p, pid, caller)) {
      found = true;
      if (signal !== 0 && !p.hasEnded) sendToProcess(p, info);
    }
    p = next;
  }
  return found ? 0 : -Errno.ESRCH;
}
function isMeant(process: Process, pid: i32, caller: Process): boolean {
  if (pid > 0) return process === processNamed(pid);
  // Alone, the caller is the one that is left: programs that send to all expect somebody to be there.
  if (pid === -1) return processCount() === 1 || (process !== caller && process.pid !== 1);
  return process.group === (pid === 0 ? caller.group : -pid);
}
export function sysTkill(tid: i32, signal: u32): isize {
  if (tid <= 0) return -Errno.EINVAL;
  const thread = findThread(tid);
  const program = thread === null ? null : programOf(thread);
  if (program === null) return -Errno.ESRCH;
  if (signal > SIGNAL_COUNT) return -Errno.EINVAL;
  if (signal === 0) return 0;
  const info: Embed<SignalInfo> = new SignalInfo();
  userInfo(info, signal, SI_TKILL);
  sendToThread(program, info);
  return 0;
}
export function sysTgkill(pid: i32, tid: i32, signal: u32): isize {
  if (pid <= 0 || tid <= 0) return -Errno.EINVAL;
  const thread = findThread(tid);
  const program = thread === null ? null : programOf(thread);
  if (program !== null && program.process.pid !== pid) return -Errno.ESRCH;
  return sysTkill(tid, signal);
}
/** The caller's siginfo: 0, -EFAULT, or -E2BIG where its code is unknown and says more than the kernel keeps. */
function readInfo(from: u64, signal: u32, info: SignalInfo): i32 {
  if (!userReadable(from, INFO_KEPT)) return -Errno.EFAULT;
  copyBytes(addressOf(info), from, INFO_KEPT);
  info.signal = i32(signal);
  if (isKnownCode(signal, info.code)) return 0;
  if (!userReadable(from + INFO_KEPT, INFO_SIZE - INFO_KEPT)) return -Errno.EFAULT;
  for (let i = INFO_KEPT; i < INFO_SIZE; i++) if (ptr<u8>(from)[i] !== 0) return -Errno.E2BIG;
  return 0;
}
/** Whether the siginfo says to another process that the kernel or tgkill(2) sent it. */
function pretends(info: SignalInfo, toSelf: boolean): boolean {
  return !toSelf && (info.code >= 0 || info.code === SI_TKILL);
}
export function sysRtSigqueueinfo(pid: i32, signal: u32, from: u64): isize {
  const info: Embed<SignalInfo> = new SignalInfo();
  const error = readInfo(from, signal, info);
  if (error !== 0) return isize(error);
  if (pretends(info, pid === currentThread().id)) return -Errno.EPERM;
  const process = processNamed(pid);
  if (process === null) return -Errno.ESRCH;
  if (signal > SIGNAL_COUNT) return -Errno.EINVAL;
  return signal === 0 || process.hasEnded ? 0 : isize(sendToProcess(process, info));
}
export function sysRtTgsigqueueinfo(pid: i32, tid: i32, signal: u32, from: u64): isize {
  const info: Embed<SignalInfo> = new SignalInfo();
  const error = readInfo(from, signal, info);
  if (error !== 0) return isize(error);
  if (pid <= 0 || tid <= 0) return -Errno.EINVAL;
  if (pretends(info, tid === currentThread().id)) return -Errno.EPERM;
  const thread = findThread(tid);
  const program = thread === null ? null : programOf(thread);
  if (program === null || program.process.pid !== pid) return -Errno.ESRCH;
  if (signal > SIGNAL_COUNT) return -Errno.EINVAL;
  return signal === 0 ? 0 : isize(sendToThread(program, info));
}

export function registerSignalCalls(): void {
  handle(Sys.rt_sigaction, (signal, action, old, size) => sysRtSigaction(u32(signal), action, old, size));
  handle(Sys.rt_sigprocmask, (how, set, old, size) => sysRtSigprocmask(u32(how), set, old, size));
  handle(Sys.rt_sigpending, (to, size) => sysRtSigpending(to, size));
  handle(Sys.rt_sigreturn, () => sysRtSigreturn());
  handle(Sys.rt_sigsuspend, (set, size) => sysRtSigsuspend(set, size));
  handle(Sys.rt_sigtimedwait, (set, info, timeout, size) => sysRtSigtimedwait(set, info, timeout, size));
  handle(Sys.rt_sigqueueinfo, (pid, signal, info) => sysRtSigqueueinfo(i32(pid), u32(signal), info));
  handle(Sys.rt_tgsigqueueinfo, (pid, tid, signal, info) =>
    sysRtTgsigqueueinfo(i32(pid), i32(tid), u32(signal), info),
  );
  handle(Sys.pause, () => sysPause());
  handle(Sys.sigaltstack, (set, old) => sysSigaltstack(set, old));
  handle(Sys.kill, (pid, signal) => sysKill(i32(pid), u32(signal)));
  handle(Sys.tkill, (tid, signal) => sysTkill(i32(tid), u32(signal)));
  handle(Sys.tgkill, (pid, tid, signal) => sysTgkill(i32(pid), i32(tid), u32(signal)));
}
