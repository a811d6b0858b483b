/**
 * What a thread switch saves: callee-saved registers on the kernel stack, the FS base, and the vector state.
 *
 * The kernel itself uses no vector register, so a switch between kernel threads saves none; a program thread's state
 * lives in an area of `features.stateSize` bytes, aligned to 64 (XSAVE, SDM vol. 1, chapter 13).
 */
import { Msr, readMsr, turnOffInterrupts, writeMsr } from "./cpu.ts";
import { features } from "./features.ts";
import { Entry, leaveKernel } from "./smp/kernellock.ts";
import type { TrapFrame } from "./trapframe.ts";

/**
 * Stores the running flow's stack pointer at `save` and continues the flow whose pointer is `resume`.
 * @naked
 */
export function switchStacks(_save: Ptr<u64>, _resume: u64): void {
  asm`
    pushq %rbx
    pushq %rbp
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbp
    popq %rbx
    ret
  `;
}

asm`
  .section .text.thread_start, "ax", @progbits
  .globl thread_start
thread_start:                  # first resumption: rbx = entry, r12 = argument
  xorl %ebp, %ebp
  callq osier_thread_started
  sti
  movq %r12, %rdi
  callq *%rbx
  ud2
  .globl frame_start
frame_start:                   # first resumption of a flow that begins with the trap frame at the stack pointer
  cli
  xorl %ebp, %ebp
  movq %rsp, %rdi
  callq osier_program_thread_started
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %r11
  popq %r10
  popq %r9
  popq %r8
  popq %rbp
  popq %rdi
  popq %rsi
  popq %rdx
  popq %rcx
  popq %rbx
  popq %rax
  addq $16, %rsp
  iretq
`;

/** Lays out a new kernel stack so that resuming it calls `entry(argument)`; returns the stack pointer to resume. */
export function prepareStack(top: u64, entry: FnPtr<(argument: u64) => void>, argument: u64): u64 {
  const words = ptr<u64>(top - 64);
  words[0] = 0; // r15
  words[1] = 0; // r14
  words[2] = 0; // r13
  words[3] = argument; // r12
  words[4] = 0; // rbp
  words[5] = addressOf(entry); // rbx
  words[6] = linkerSymbol("thread_start");
  words[7] = 0;
  return top - 64;
}

/** Lays out a new kernel stack so that resuming it loads `frame`, copied there: how a cloned thread begins. */
export function prepareFrame(top: u64, frame: TrapFrame): u64 {
  const at = top - sizeOf<TrapFrame>();
  copyBytes(at, addressOf(frame), sizeOf<TrapFrame>());
  const words = ptr<u64>(at - 56);
  for (let i: u64 = 0; i < 6; i++) words[i] = 0;
  words[6] = linkerSymbol("frame_start");
  return at - 56;
}

/** Jumps into a program: registers cleared, stack pointer and entry as given, this kernel stack and the lock forgotten. */
export function enterProgram(entry: u64, stackPointer: u64): never {
  turnOffInterrupts();
  leaveKernel(Entry.program);
  asm({
    in: [
      ["{rdi}", stackPointer],
      ["{rsi}", entry],
    ],
    clobber: ["memory"],
  })`cli
    movq %rdi, %rsp
    movq %rsi, %rcx
    xorl %eax, %eax
    xorl %ebx, %ebx
    xorl %edx, %edx
    xorl %esi, %esi
    xorl %edi, %edi
    xorl %ebp, %ebp
    xorl %r8d, %r8d
    xorl %r9d, %r9d
    xorl %r10d, %r10d
    xorl %r11d, %r11d
    xorl %r12d, %r12d
    xorl %r13d, %r13d
    xorl %r14d, %r14d
    xorl %r15d, %r15d
    sti
    jmp *%rcx`;
  unreachable();
}

export function readFsBase(): u64 {
  if (features.fsgsbase) return asm<u64>({ out: ["=r"] })`rdfsbase ${0}`;
  return readMsr(Msr.fsBase);
}
export function writeFsBase(value: u64): void {
  if (features.fsgsbase) asm({ in: [["r", value]] })`wrfsbase ${0}`;
  else writeMsr(Msr.fsBase, value);
}

/** x87 control word and MXCSR as a new program finds them (psABI x86-64, figure 3.4). */
const INITIAL_FCW: u16 = 0x37f;
const INITIAL_MXCSR: u32 = 0x1f80;

/** Makes an area hold the state that a new program starts with. */
export function initVectorState(area: u64): void {
  fillBytes(area, 0, features.stateSize);
  ptr<u16>(area)[0] = INITIAL_FCW;
  ptr<u32>(area)[6] = INITIAL_MXCSR;
  if (features.xsave) ptr<u64>(area)[64] = 3; // XSTATE_BV: x87 and SSE are as the area says, the rest initial
}
export function saveVectorState(area: u64): void {
  if (features.xsaveopt) {
    asm({
      in: [
        ["r", area],
        ["a", u32(features.stateMask)],
        ["d", u32(0)],
      ],
      clobber: ["memory"],
    })`xsaveopt64 (${0})`;
  } else if (features.xsave) {
    asm({
      in: [
        ["r", area],
        ["a", u32(features.stateMask)],
        ["d", u32(0)],
      ],
      clobber: ["memory"],
    })`xsave64 (${0})`;
  } else asm({ in: [["r", area]], clobber: ["memory"] })`fxsave64 (${0})`;
}
export function restoreVectorState(area: u64): void {
  if (features.xsave) {
    asm({
      in: [
        ["r", area],
        ["a", u32(features.stateMask)],
        ["d", u32(0)],
      ],
      clobber: ["memory"],
    })`xrstor64 (${0})`;
  } else asm({ in: [["r", area]], clobber: ["memory"] })`fxrstor64 (${0})`;
}

/** The floating-point exceptions that have happened and are not masked: MXCSR (SDM vol. 1, 10.2.3). */
export function vectorExceptions(): u32 {
  let word!: FixedArray<u32, 1>;
  asm({ in: [["r", addressOf(word.ptr)]], clobber: ["memory"] })`stmxcsr (${0})`;
  return word[0] & ~(word[0] >> 7) & 0x3f;
}
/** The same of the x87 unit: status word, control word (SDM vol. 1, 8.1.3 and 8.1.5). */
export function x87Exceptions(): u32 {
  let words!: FixedArray<u16, 2>;
  asm({ in: [["r", addressOf(words.ptr)]], clobber: ["memory"] })`fnstsw (${0})
    fnstcw 2(${0})`;
  return u32(words[0]) & ~u32(words[1]) & 0x3f;
}
