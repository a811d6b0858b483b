/**
 * The SYSCALL instruction, served from the ring that it came from.
 *
 * SYSCALL leaves RSP alone, puts the return address in RCX and the flags in R11, and clears the flags in FMASK. The
 * entry parks the program's stack pointer, moves to the thread's kernel stack, pushes a TrapFrame, and calls
 * `osier_syscall` with interrupts off, which turns them on once it has the kernel lock. The way back loads the registers
 * from the frame, the flags, the program's stack pointer, and jumps: SYSRET would go to ring 3. When the handler changed
 * more than the result (a signal, a new program), it says so by returning 1 and the frame is left by IRETQ instead.
 *
 * The flags turn interrupts on two instructions before the program is reached: a second change of the interrupt flag
 * costs more than those. A trap between them is made one of the program's (`completeReturn`), and so misses nothing that
 * is due.
 */
import { Msr, writeMsr } from "./cpu.ts";
import { kernelStackTop, programStackPointer } from "./percpu.ts";
import type { TrapFrame } from "./trapframe.ts";

asm`
  .section .text.syscall_entry, "ax", @progbits
  .p2align 4
  .globl syscall_entry
syscall_entry:
  movq %rsp, %gs:${programStackPointer}(%rip)
  movq %gs:${kernelStackTop}(%rip), %rsp
  pushq $0x10                  # ss
  pushq %gs:${programStackPointer}(%rip)
  pushq %r11                   # rflags
  pushq $0x08                  # cs
  pushq %rcx                   # rip
  pushq %rax                   # the number, in the place of an error code
  pushq $256
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
  movq %rsp, %rdi
  xorl %ebp, %ebp
  callq osier_syscall
  cli
  testl %eax, %eax
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
  jnz 1f
  movq 16(%rsp), %rcx          # rip
  orq $0x200, 32(%rsp)
  pushq 32(%rsp)
  popfq                        # interrupts are on from here
  .globl syscall_return
syscall_return:
  movq 40(%rsp), %rsp
  .globl syscall_return_jump
syscall_return_jump:
  jmp *%rcx
1:
  addq $16, %rsp
  iretq
  .globl syscall_entry_size    # for the unwinding rules, see traps.ts
  .set syscall_entry_size, . - syscall_entry
`;

/** Where `rsp` stands in what the way back has left of the frame. */
const LEFT_RSP: u64 = 40;

/**
 * Takes a trap on the last two instructions of a system call for one on the program's next, with the same registers.
 * @inline always
 */
export function completeReturn(frame: TrapFrame): void {
  const start = linkerSymbol("syscall_return");
  const jump = linkerSymbol("syscall_return_jump");
  if (frame.rip - start > jump - start) return;
  if (frame.rip !== jump) frame.rsp = ptr<u64>(frame.rsp + LEFT_RSP)[0];
  frame.rip = frame.rcx;
}

/** STAR: SYSCALL loads CS from bits 47:32 and SS from the next descriptor (SDM vol. 3A, 5.8.8). */
const STAR_KERNEL_CODE: u64 = 0x08 << 32;
/** Trap, interrupt, direction, nested task and alignment check are cleared on entry. */
const CLEARED_FLAGS: u64 = 0x44700;

export function initSyscallEntry(): void {
  writeMsr(Msr.star, STAR_KERNEL_CODE);
  writeMsr(Msr.lstar, linkerSymbol("syscall_entry"));
  writeMsr(Msr.fmask, CLEARED_FLAGS);
}
