/**
 * What a trap means: interrupts go to their handlers, page faults to the address space, and what the program did
 * wrong becomes a signal to it. What the kernel did wrong is a panic.
 */
import { linkedAddress } from "../arch/x64/addresses.ts";
import { endOfInterrupt } from "../arch/x64/apic.ts";
import { vectorExceptions, x87Exceptions } from "../arch/x64/context.ts";
import { resumeAfterFault } from "../arch/x64/copy.ts";
import { enableInterrupts, readCr2, turnOffInterrupts } from "../arch/x64/cpu.ts";
import { resumeAtOnce } from "../arch/x64/nofault.ts";
import { enterKernel, leaveKernel } from "../arch/x64/smp/kernellock.ts";
import { acknowledgeShootdown, SHOOTDOWN_VECTOR } from "../arch/x64/smp/shootdown.ts";
import { isFromProgram, PROGRAM_END, type TrapFrame, Vector } from "../arch/x64/trapframe.ts";
import { type InterruptHandler, interruptHandler } from "../arch/x64/traps.ts";
import { powerOff } from "../dev/power/power.ts";
import { logOnce, report } from "../lib/log.ts";
import { markPanic } from "../lib/panic.ts";
import { space } from "../mm/addressspace.ts";
import { reportMemory } from "../mm/report.ts";
import { RESCHEDULE_VECTOR } from "../sched/scheduler.ts";
import { currentThread } from "../sched/thread.ts";
import { beforeReturn, hasWorkBeforeReturn } from "./deliver.ts";
import { dieOfSignal, STACK_OVERFLOW } from "./fatal.ts";
import { currentProgram, SignalInfo } from "./programthread.ts";
import { beginReport, endReport, writeBacktrace, writeRegisters } from "./report.ts";
import { Signal, SignalCode } from "./signalnumbers.ts";
import { forceSignal } from "./signals.ts";

const FLAG_INTERRUPT: u64 = 0x200;
const FAULT_WRITE: u64 = 2;
const FAULT_FETCH: u64 = 16;
const LOG_KEY_SPURIOUS: u32 = 512;

/**
 * Called by the trap entry on the thread's kernel stack, interrupts off.
 * @symbol osier_trap
 * @stack kernel
 */
export function onTrap(frame: TrapFrame): void {
  if (frame.vector === u64(SHOOTDOWN_VECTOR)) {
    acknowledgeShootdown();
    return;
  }
  const fromProgram = isFromProgram(frame);
  // In the kernel it is looked at on the way out, and the idle loop looks by itself.
  if (frame.vector === u64(RESCHEDULE_VECTOR) && !fromProgram) {
    endOfInterrupt();
    return;
  }
  if (!fromProgram && isFault(frame.vector)) {
    const resume = resumeAtOnce(frame.rip);
    if (resume !== 0) {
      frame.rip = resume;
      return;
    }
  }
  const entry = enterKernel();
  if (frame.vector >= 32) onInterrupt(frame);
  else onException(frame);
  turnOffInterrupts();
  if (fromProgram) finishForProgram(frame);
  leaveKernel(entry);
}

/** What an access to memory that is not there, or to an address that cannot be, raises. */
function isFault(vector: u64): boolean {
  return vector === Vector.pageFault || vector === Vector.generalProtection;
}

/** Gives way and delivers signals until nothing is due; interrupts stay off from the last look to the program. */
function finishForProgram(frame: TrapFrame): void {
  if (currentThread().program === 0) return;
  while (hasWorkBeforeReturn()) {
    enableInterrupts();
    beforeReturn(frame);
    turnOffInterrupts();
  }
}

function onInterrupt(frame: TrapFrame): void {
  const vector = u32(frame.vector);
  const handler = interruptHandler(vector);
  if (handler === null) {
    if (vector !== 0xff) logOnce(LOG_KEY_SPURIOUS + vector, `trap: interrupt ${vector} has no handler`);
    return;
  }
  runHandler(handler, vector);
  endOfInterrupt();
}

/**
 * What all interrupt handlers are held to.
 * @irq
 */
function runHandler(handler: InterruptHandler, vector: u32): void {
  handler(vector);
}

function onException(frame: TrapFrame): void {
  const address: u64 = frame.vector === Vector.pageFault ? readCr2() : 0;
  if ((frame.rflags & FLAG_INTERRUPT) !== 0) enableInterrupts();
  let outcome: u32 = 0;
  if (frame.vector === Vector.pageFault && address < PROGRAM_END) {
    const write = (frame.error & FAULT_WRITE) !== 0;
    outcome = space.handleFault(address, write, (frame.error & FAULT_FETCH) !== 0);
    if (outcome === 0) return;
  }
  raise(frame, address, outcome);
}

/**
 * What an exception comes to that is not a page fault, or one that could not be resolved: of one at a program's address
 * `outcome` says why. Apart from those that are, which need no signal.
 * @inline never
 */
function raise(frame: TrapFrame, address: u64, outcome: u32): void {
  const info: Embed<SignalInfo> = new SignalInfo();
  if (outcome !== 0) {
    describePageFault(info, outcome, address, frame.rsp);
  } else if (frame.vector === Vector.pageFault) {
    info.signal = Signal.SIGSEGV;
    info.code = SignalCode.segvMapError;
    info.address = address;
  } else describeException(info, u32(frame.vector), frame.rip);
  if (currentThread().program === 0) panicInTrap(frame, address);
  if (isFromProgram(frame)) {
    if (frame.vector === Vector.pageFault) currentProgram().faultAddress = address;
    forceSignal(info);
    return;
  }
  const resume = resumeAfterFault(frame.rip);
  if (resume !== 0) {
    frame.rip = resume;
    return;
  }
  // A system call touched program memory that went away under it: the program's fault, but no way to resume the call.
  if (frame.vector === Vector.pageFault && address < PROGRAM_END && address >= 4096) {
    dieOfSignal(u32(info.signal), info, frame);
  }
  panicInTrap(frame, address);
}

/** Fault outcomes of AddressSpace.handleFault as siginfo. */
function describePageFault(info: SignalInfo, outcome: u32, address: u64, stackPointer: u64): void {
  info.address = address;
  info.signal = Signal.SIGSEGV;
  info.code = SignalCode.segvMapError;
  if (outcome === 2) info.code = SignalCode.segvAccessError;
  else if (outcome === 3) {
    info.signal = Signal.SIGBUS;
    info.code = SignalCode.busAddressError;
  } else if (outcome === 4) {
    beginReport();
    report("the program is out of memory, and is killed");
    reportMemory();
    endReport();
    info.signal = Signal.SIGKILL;
  } else if (
    address + 65536 > stackPointer &&
    address < stackPointer + 65536 &&
    space.isStackGuard(address)
  ) {
    info.errno = STACK_OVERFLOW;
  }
}

/** Bits of exceptions in MXCSR and the x87 status word (SDM vol. 1, 8.1.3 and 10.2.3). */
enum FloatingPoint {
  invalid = 1,
  denormal = 2,
  zeroDivide = 4,
  overflow = 8,
  underflow = 16,
}
/** si_code of the exception that is unmasked and has happened (Linux fpu__exception_code()). */
function floatingPointCode(simd: boolean): i32 {
  const happened: u32 = simd ? vectorExceptions() : x87Exceptions();
  if ((happened & FloatingPoint.invalid) !== 0) return SignalCode.fpeFltInvalid;
  if ((happened & FloatingPoint.zeroDivide) !== 0) return SignalCode.fpeFltDivide;
  if ((happened & FloatingPoint.overflow) !== 0) return SignalCode.fpeFltOverflow;
  if ((happened & (FloatingPoint.underflow | FloatingPoint.denormal)) !== 0)
    return SignalCode.fpeFltUnderflow;
  return SignalCode.fpeFltInexact;
}

function describeException(info: SignalInfo, vector: u32, rip: u64): void {
  info.address = rip;
  switch (vector) {
    case Vector.divideError:
      info.signal = Signal.SIGFPE;
      info.code = SignalCode.fpeIntDivide;
      break;
    case Vector.floatingPoint:
    case Vector.simdFloatingPoint:
      info.signal = Signal.SIGFPE;
      info.code = floatingPointCode(vector === Vector.simdFloatingPoint);
      break;
    case Vector.invalidOpcode:
      info.signal = Signal.SIGILL;
      info.code = SignalCode.illIllegalOpcode;
      break;
    case Vector.debug:
      info.signal = Signal.SIGTRAP;
      info.code = SignalCode.trapTrace;
      break;
    case Vector.breakpoint:
      info.signal = Signal.SIGTRAP;
      info.code = SignalCode.kernel;
      info.address = 0;
      break;
    case Vector.alignmentCheck:
      info.signal = Signal.SIGBUS;
      info.code = 1;
      break;
    default:
      info.signal = Signal.SIGSEGV;
      info.code = SignalCode.kernel;
      info.address = 0;
  }
}

const NAMES: readonly string[] = [
  "divide error",
  "debug",
  "NMI",
  "breakpoint",
  "overflow",
  "bound range",
  "invalid opcode",
  "no coprocessor",
  "double fault",
  "coprocessor overrun",
  "invalid TSS",
  "segment not present",
  "stack fault",
  "general protection fault",
  "page fault",
  "reserved",
  "x87 error",
  "alignment check",
  "machine check",
  "SIMD error",
  "virtualisation",
  "control protection",
];

/**
 * @noreturn
 * @cold
 */
function panicInTrap(frame: TrapFrame, address: u64): never {
  markPanic();
  const name: string = frame.vector < NAMES.length ? NAMES[frame.vector] : "exception";
  report("\x01panic");
  beginReport();
  report(
    `kernel panic: ${name} in the kernel at ${hex(frame.rip)} [k:${hex(linkedAddress(frame.rip))}], address ${hex(address)}`,
  );
  writeRegisters(frame, address);
  writeBacktrace(frame);
  endReport();
  powerOff(125);
}
