/**
 * The frame that a signal handler runs on: struct rt_sigframe of Linux x86_64 (arch/x86/include/asm/sigframe.h), as the
 * restorer, gdb, Go and the JVM expect it.
 *
 *   high   vector state (XSAVE layout), 64-byte aligned
 *          siginfo_t
 *          ucontext: flags, link, stack, registers, mask
 *   low    return address: the restorer, which calls rt_sigreturn(2)
 *
 * The red zone below the interrupted stack pointer is left alone.
 */
import { restoreVectorState, saveVectorState } from "../arch/x64/context.ts";
import { features } from "../arch/x64/features.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { disarmAltStack, isOnAltStack, savedFlags, setAltStack } from "./altstack.ts";
import { currentProgram, type ProgramThread, type SignalInfo } from "./programthread.ts";
import { SA_NODEFER, SA_ONSTACK, SA_RESETHAND, SIG_DFL, signalBit } from "./signalnumbers.ts";
import type { SignalAction } from "./signalstate.ts";

/** struct ucontext with struct sigcontext inside. */
class UserContext {
  flags!: u64;
  link!: u64;
  stackPointer!: u64;
  stackFlags!: u64;
  stackSize!: u64;
  r8!: u64;
  r9!: u64;
  r10!: u64;
  r11!: u64;
  r12!: u64;
  r13!: u64;
  r14!: u64;
  r15!: u64;
  rdi!: u64;
  rsi!: u64;
  rbp!: u64;
  rbx!: u64;
  rdx!: u64;
  rax!: u64;
  rcx!: u64;
  rsp!: u64;
  rip!: u64;
  rflags!: u64;
  segments!: u64;
  error!: u64;
  trap!: u64;
  oldMask!: u64;
  cr2!: u64;
  vectorState!: u64;
  reserved!: FixedArray<u64, 8>;
  mask!: u64;
}
class SignalFrame {
  restorer!: u64;
  context!: Embed<UserContext>;
  info!: Embed<SignalInfo>;
}

const RED_ZONE: u64 = 128;
/** UC_FP_XSTATE | UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS. */
const CONTEXT_FLAGS: u64 = 7;
/** Bookkeeping in the unused bytes of the FXSAVE area (arch/x86/include/uapi/asm/sigcontext.h, struct _fpx_sw_bytes). */
const SOFTWARE_BYTES: u64 = 464;
const MAGIC1: u32 = 0x46505853;
const MAGIC2: u32 = 0x46505845;
/** Flags that a program may change by rt_sigreturn: arithmetic, direction, trap, alignment check, resume. */
const RESTORABLE_FLAGS: u64 = 0x50dd5;

/** Rewrites `frame` so that returning from it enters the handler. False when the stack cannot take the frame. */
export function enterHandler(signal: u32, action: SignalAction, info: SignalInfo, frame: TrapFrame): boolean {
  const program = currentProgram();
  let top = frame.rsp - RED_ZONE;
  const useAlt =
    (action.flags & SA_ONSTACK) !== 0 && program.altStackSize !== 0 && !isOnAltStack(program, frame.rsp);
  if (useAlt) top = program.altStack + program.altStackSize;
  const vectorState = (top - features.stateSize - 4) & ~63;
  // The handler finds the stack as after a call: 8 bytes off a multiple of 16.
  const at = ((vectorState - sizeOf<SignalFrame>()) & ~15) - 8;
  if (!userWritable(at, top - at)) return false;
  writeVectorState(vectorState);
  const f = ref<SignalFrame>(at);
  f.restorer = action.restorer;
  saveContext(f.context, program, frame, vectorState);
  disarmAltStack(program);
  copyBytes(addressOf(f.info), addressOf(info), sizeOf<SignalInfo>());
  program.dropSavedMask();
  program.signalMask |= action.mask;
  if ((action.flags & SA_NODEFER) === 0) program.signalMask |= signalBit(signal);
  frame.rdi = u64(signal);
  frame.rsi = addressOf(f.info);
  frame.rdx = addressOf(f.context);
  frame.rax = 0;
  frame.rsp = at;
  frame.rip = action.handler;
  frame.rflags &= ~0x500; // direction and trap
  if ((action.flags & SA_RESETHAND) !== 0) action.handler = SIG_DFL;
  return true;
}

function writeVectorState(at: u64): void {
  // The header beyond the legacy area must be zero where XSAVE does not write it.
  if (features.xsave) fillBytes(at + 512, 0, 64);
  saveVectorState(at);
  ptr<u32>(at + SOFTWARE_BYTES)[0] = MAGIC1;
  ptr<u32>(at + SOFTWARE_BYTES)[1] = u32(features.stateSize) + 4;
  ptr<u64>(at + SOFTWARE_BYTES)[1] = features.stateMask;
  ptr<u32>(at + SOFTWARE_BYTES)[4] = u32(features.stateSize);
  storeUnaligned<u32>(at + features.stateSize, MAGIC2);
}

function saveContext(c: UserContext, program: ProgramThread, frame: TrapFrame, vectorState: u64): void {
  c.flags = CONTEXT_FLAGS;
  c.link = 0;
  c.stackPointer = program.altStack;
  c.stackSize = program.altStackSize;
  c.stackFlags = savedFlags(program);
  c.r8 = frame.r8;
  c.r9 = frame.r9;
  c.r10 = frame.r10;
  c.r11 = frame.r11;
  c.r12 = frame.r12;
  c.r13 = frame.r13;
  c.r14 = frame.r14;
  c.r15 = frame.r15;
  c.rdi = frame.rdi;
  c.rsi = frame.rsi;
  c.rbp = frame.rbp;
  c.rbx = frame.rbx;
  c.rdx = frame.rdx;
  c.rax = frame.rax;
  c.rcx = frame.rcx;
  c.rsp = frame.rsp;
  c.rip = frame.rip;
  c.rflags = frame.rflags;
  c.segments = 0x002b000000000033; // cs and ss as ring 3 has them under Linux
  c.error = frame.error;
  c.trap = frame.vector < 32 ? frame.vector : 0;
  c.oldMask = program.signalMask;
  c.cr2 = program.faultAddress;
  c.vectorState = vectorState;
  c.mask = program.hasSavedMask ? program.savedMask : program.signalMask;
}

/** rt_sigreturn(2): loads the interrupted state into `frame`. False when the frame on the stack is not readable or damaged. */
export function leaveHandler(frame: TrapFrame): boolean {
  const at = frame.rsp - 8; // the restorer's address was popped by its call
  if (!userReadable(at, sizeOf<SignalFrame>())) return false;
  const c = ref<SignalFrame>(at).context;
  if (!restoreVectors(c.vectorState)) return false;
  const program = currentProgram();
  program.signalMask = c.mask & ~(signalBit(9) | signalBit(19));
  // Refused while the thread is on it, as it is unless the stack disarms itself.
  setAltStack(program, frame.rsp, c.stackPointer, u32(c.stackFlags), c.stackSize);
  frame.r8 = c.r8;
  frame.r9 = c.r9;
  frame.r10 = c.r10;
  frame.r11 = c.r11;
  frame.r12 = c.r12;
  frame.r13 = c.r13;
  frame.r14 = c.r14;
  frame.r15 = c.r15;
  frame.rdi = c.rdi;
  frame.rsi = c.rsi;
  frame.rbp = c.rbp;
  frame.rbx = c.rbx;
  frame.rdx = c.rdx;
  frame.rax = c.rax;
  frame.rcx = c.rcx;
  frame.rsp = c.rsp;
  frame.rip = c.rip;
  frame.rflags = (frame.rflags & ~RESTORABLE_FLAGS) | (c.rflags & RESTORABLE_FLAGS) | 0x200;
  return true;
}

/** XRSTOR faults on a damaged header, so it is checked first (SDM vol. 1, 13.8.1). */
function restoreVectors(at: u64): boolean {
  if (at === 0) return true;
  if ((at & 63) !== 0 || !userReadable(at, features.stateSize)) return false;
  if (features.xsave) {
    const header = ptr<u64>(at + 512);
    if ((header[0] & ~features.stateMask) !== 0 || header[1] !== 0) return false;
    for (let i: u64 = 2; i < 8; i++) if (header[i] !== 0) return false;
  }
  if ((ptr<u32>(at)[6] & ~u32(0xffff)) !== 0) return false;
  restoreVectorState(at);
  return true;
}
