/** From the SYSCALL entry to the table and back. */
import { enableInterrupts, turnOffInterrupts } from "../arch/x64/cpu.ts";
import { Entry, enterKernel, leaveKernel } from "../arch/x64/smp/kernellock.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { beforeReturn, hasWorkBeforeReturn, SYSCALL_LENGTH } from "../process/deliver.ts";
import { currentProgram } from "../process/programthread.ts";
import { updateRseqAtOnce } from "../process/rseq.ts";
import { SA_RESTART } from "../process/signalnumbers.ts";
import { hasPendingSignal, nextSignal, signalAction } from "../process/signals.ts";
import { needsSwitch, reschedule } from "../sched/scheduler.ts";
import { isRestart, REPLACED, RESTART_ALWAYS, RESTART_TIMED } from "./results.ts";
import { dispatch, type Handler, quickHandler, runQuick, unlockedHandler } from "./table.ts";

const EINTR: isize = -4;
const SYS_RT_SIGRETURN: u64 = 15;

/**
 * Called by the entry on the thread's kernel stack, interrupts off. Returns 1 when all of the frame must be loaded.
 * @symbol osier_syscall
 * @stack kernel
 */
export function onSyscall(frame: TrapFrame): u32 {
  const number = frame.rax;
  const unlocked = unlockedHandler(number, frame.rdi);
  if (unlocked !== null) return runUnlocked(unlocked, frame);
  const quick = quickHandler(number);
  if (quick !== null) {
    const result = runQuick(quick, frame.rdi, frame.rsi, frame.rdx, frame.r10, frame.r8, frame.r9);
    frame.rax = u64(result);
    if (!hasWorkBeforeReturn()) return 0;
    enterKernel();
    return leave(frame, false);
  }
  enterKernel();
  enableInterrupts();
  const result = dispatch(number, frame.rdi, frame.rsi, frame.rdx, frame.r10, frame.r8, frame.r9);
  let changed = number === SYS_RT_SIGRETURN || result === REPLACED;
  if (!changed) changed = setResult(frame, number, result);
  turnOffInterrupts();
  return leave(frame, changed);
}

function runUnlocked(handler: Handler, frame: TrapFrame): u32 {
  const number = frame.rax;
  enableInterrupts();
  const result = handler(frame.rdi, frame.rsi, frame.rdx, frame.r10, frame.r8, frame.r9);
  turnOffInterrupts();
  if (!isRestart(result)) {
    frame.rax = u64(result);
    while (needsSwitch()) reschedule();
    if (!hasWorkBeforeReturn() || (updateRseqAtOnce() && !hasWorkBeforeReturn())) return 0;
    enterKernel();
    return leave(frame, false);
  }
  enterKernel();
  return leave(frame, setResult(frame, number, result));
}

/** Puts the result of a call into the frame: true when more than that was changed. The kernel lock is held. */
function setResult(frame: TrapFrame, number: u64, result: isize): boolean {
  frame.rax = u64(result);
  if (!isRestart(result)) return false;
  restart(frame, number, result);
  return true;
}

/** Gives way and delivers signals until nothing is due; interrupts stay off from the last look to the program. */
function leave(frame: TrapFrame, changedAlready: boolean): u32 {
  let changed = changedAlready;
  while (hasWorkBeforeReturn()) {
    if (updateRseqAtOnce()) continue;
    enableInterrupts();
    if (beforeReturn(frame)) changed = true;
    turnOffInterrupts();
  }
  leaveKernel(Entry.program);
  return changed ? 1 : 0;
}

/** Begins the call again, or gives EINTR where the handler that is about to run ends it. */
function restart(frame: TrapFrame, number: u64, result: isize): void {
  if (result !== RESTART_ALWAYS && hasPendingSignal()) {
    if (result === RESTART_TIMED || !nextHandlerRestarts()) {
      currentProgram().restartDeadlineNs = 0;
      frame.rax = u64(EINTR);
      return;
    }
  }
  frame.rax = number;
  frame.rip -= SYSCALL_LENGTH;
}

function nextHandlerRestarts(): boolean {
  const signal = nextSignal();
  return signal === 0 || (signalAction(signal).flags & SA_RESTART) !== 0;
}
