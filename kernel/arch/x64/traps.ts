/**
 * Traps: exceptions and interrupts.
 *
 * A stub a vector (16 bytes apart, so that its return address tells the vector) enters `trap_entry` on IST stack 1
 * with interrupts off. The entry saves all registers, and `chooseStack` moves the frame to the kernel stack of the
 * running thread: below the interrupted stack pointer when the kernel was interrupted, at the top when the program
 * was. From there a handler may sleep and further traps may nest.
 *
 * Invariants
 * - Nothing between entry and the move touches memory that may fault.
 * - A trap that finds neither a program address nor the thread's kernel stack stays where it is and panics: it is a
 *   kernel-stack overflow or a fault on an IST stack.
 */

import { loadDescriptors } from "./descriptors.ts";
import { isOnKernelStack, kernelStackTop } from "./percpu.ts";
import { completeReturn } from "./syscallentry.ts";
import { isFromProgram, type TrapFrame } from "./trapframe.ts";

asm`
  .section .text.trap_entry, "ax", @progbits
  .p2align 4
  .globl trap_stubs
trap_stubs:
  .rept 8
  .p2align 4
  pushq $0
  callq trap_entry
  .endr
  .p2align 4
  callq trap_entry             # 8: double fault pushes an error code
  .p2align 4
  pushq $0
  callq trap_entry
  .rept 5
  .p2align 4
  callq trap_entry             # 10 to 14
  .endr
  .rept 2
  .p2align 4
  pushq $0
  callq trap_entry
  .endr
  .p2align 4
  callq trap_entry             # 17: alignment check
  .rept 3
  .p2align 4
  pushq $0
  callq trap_entry
  .endr
  .p2align 4
  callq trap_entry             # 21: control protection
  .rept 7
  .p2align 4
  pushq $0
  callq trap_entry
  .endr
  .rept 2
  .p2align 4
  callq trap_entry             # 29, 30: VMM communication, security
  .endr
  .rept 225
  .p2align 4
  pushq $0
  callq trap_entry
  .endr

  .p2align 4
trap_entry:
  pushq %rax
  pushq %rbx
  pushq %rcx
  pushq %rdx
  pushq %rsi
  pushq %rdi
  pushq %rbp
  pushq %r8
  pushq %r9
  pushq %r10
  pushq %r11
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  cld
  movq 120(%rsp), %rax         # the stub's return address
  leaq trap_stubs(%rip), %rbx
  subq %rbx, %rax
  shrq $4, %rax
  movq %rax, 120(%rsp)         # the vector
  movq %rsp, %rdi
  xorl %ebp, %ebp
  callq ${chooseStack}
  movq %rax, %rsp
  movq %rsp, %rdi
  callq osier_trap
  cli
trap_return:
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
  addq $16, %rsp               # vector and error code
  iretq
trap_entry_end:
`;

/**
 * How a debugger goes on from a trap or a system call: the registers are in the TrapFrame at the stack pointer, the
 * interrupted stack pointer (rsp, the 21st word) is the CFA. Written out, because only the augmentation "S" (signal
 * frame) lets gdb follow from the kernel's stack to the program's, and .cfi_signal_frame has no effect on
 * .debug_frame. (DWARF 4, section 6.4.1.)
 */
asm`
  .section .debug_frame, "", @progbits
0:
  .long 2f - 1f
1:
  .long 0xffffffff             # this is a CIE
  .byte 4                      # version
  .asciz "S"
  .byte 8, 0                   # sizes of addresses and of segments
  .uleb128 1
  .sleb128 -8
  .uleb128 16                  # return address: rip
  .byte 0x0f, 0x04, 0x77, 0xa0, 0x01, 0x06         # CFA: *(rsp + 160)
  .byte 0x10, 0x10, 0x03, 0x77, 0x88, 0x01         # rip at 136
  .byte 0x10, 0x06, 0x03, 0x77, 0xc0, 0x00         # rbp at 64
  .byte 0x10, 0x03, 0x03, 0x77, 0xe8, 0x00         # rbx at 104
  .byte 0x10, 0x0c, 0x02, 0x77, 0x18               # r12 at 24
  .byte 0x10, 0x0d, 0x02, 0x77, 0x10               # r13 at 16
  .byte 0x10, 0x0e, 0x02, 0x77, 0x08               # r14 at 8
  .byte 0x10, 0x0f, 0x02, 0x77, 0x00               # r15 at 0
  .balign 8
2:
  .long 4f - 3f
3:
  .long 0b
  .quad trap_entry
  .quad trap_entry_end - trap_entry
  .balign 8
4:
  .long 6f - 5f
5:
  .long 0b
  .quad syscall_entry
  .quad syscall_entry_size
  .balign 8
6:
`;

/** Returns where the frame lies from now on: 16-byte aligned, as a call needs its stack pointer. */
function chooseStack(frame: TrapFrame): u64 {
  completeReturn(frame);
  let top: u64;
  if (isFromProgram(frame)) top = kernelStackTop;
  else if (isOnKernelStack(frame.rsp)) top = frame.rsp;
  else return addressOf(frame);
  const target = (top - sizeOf<TrapFrame>()) & ~15;
  copyBytes(target, addressOf(frame), sizeOf<TrapFrame>());
  return target;
}

export type InterruptHandler = FnPtr<(vector: u32) => void>;

/** Vectors below 32 are exceptions; 32 to 47 stay free for a legacy PIC's spurious ones. */
const FIRST_DEVICE_VECTOR: u32 = 48;
const LAST_DEVICE_VECTOR: u32 = 0xef;

let handlers!: FixedArray<InterruptHandler | null, 256>;
let nextVector: u32 = FIRST_DEVICE_VECTOR;

export function initTraps(): void {
  loadDescriptors(linkerSymbol("trap_stubs"));
}

/** A vector of one's own; 0 when all are taken. */
export function allocVector(): u32 {
  if (nextVector > LAST_DEVICE_VECTOR) return 0;
  return nextVector++;
}

/** The handler runs with interrupts off on the interrupted thread's kernel stack; the end of interrupt is signalled for it. */
export function setInterruptHandler(vector: u32, handler: InterruptHandler): void {
  handlers[vector] = handler;
}
export function interruptHandler(vector: u32): InterruptHandler | null {
  return handlers[vector];
}
