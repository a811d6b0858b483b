/**
 * Copying memory that the program may take away meanwhile: a fault that cannot be resolved ends the copy instead of
 * the program (process/trap.ts asks `resumeAfterFault`).
 */

asm`
  .section .text.copy_or_fault, "ax", @progbits
  .p2align 4
  .globl copy_or_fault
copy_or_fault:                 # rdi: to, rsi: from, rdx: bytes; rax: bytes left over
  movq %rdx, %rax
  .globl copy_or_fault_blocks
copy_or_fault_blocks:
  subq $64, %rax
  jb 2f
1:
  movq (%rsi), %rcx
  movq 8(%rsi), %rdx
  movq 16(%rsi), %r8
  movq 24(%rsi), %r9
  movq %rcx, (%rdi)
  movq %rdx, 8(%rdi)
  movq %r8, 16(%rdi)
  movq %r9, 24(%rdi)
  movq 32(%rsi), %rcx
  movq 40(%rsi), %rdx
  movq 48(%rsi), %r8
  movq 56(%rsi), %r9
  movq %rcx, 32(%rdi)
  movq %rdx, 40(%rdi)
  movq %r8, 48(%rdi)
  movq %r9, 56(%rdi)
  addq $64, %rsi
  addq $64, %rdi
  subq $64, %rax
  jae 1b
2:
  addq $56, %rax               # 8 less than what is left
  jnc 4f
  .globl copy_or_fault_words
copy_or_fault_words:
3:
  movq (%rsi), %rcx
  movq %rcx, (%rdi)
  addq $8, %rsi
  addq $8, %rdi
  subq $8, %rax
  jae 3b
  .globl copy_or_fault_few
copy_or_fault_few:             # where a fault in a word goes on, byte by byte up to the fault
4:
  addq $8, %rax
  jz 6f
  .globl copy_or_fault_bytes
copy_or_fault_bytes:
5:
  movb (%rsi), %cl
  movb %cl, (%rdi)
  incq %rsi
  incq %rdi
  decq %rax
  jnz 5b
  .globl copy_or_fault_end
copy_or_fault_end:
6:
  ret
  .globl copy_or_fault_rest
copy_or_fault_rest:            # the same for a block
  addq $56, %rax
  jmp 4b

  .globl touch_page
touch_page:                    # rdi: address, rsi: 1 to write; rax: 0, or 1 for a fault
  movl $1, %eax
  testl %esi, %esi
  .globl touch_page_access
touch_page_access:
  jnz 7f
  movb (%rdi), %cl
  jmp 8f
7:
  lock orb $0, (%rdi)          # as it is, whatever others write meanwhile
8:
  xorl %eax, %eax
  .globl touch_page_end
touch_page_end:
  ret
`;

/**
 * Copies `n` bytes; how many were not copied, because memory is not there.
 * @extern copy_or_fault
 */
declare function copyOrFaultHere(to: u64, from: u64, n: u64): u64;

export function copyOrFault(to: u64, from: u64, n: u64): u64 {
  return copyOrFaultHere(to, from, n);
}

/** @extern touch_page */
declare function touchPageHere(address: u64, writing: u64): u64;

/** Reads the byte at `address`, or writes it as it is, which brings its page in: false when that cannot be. */
export function touchPage(address: u64, writing: boolean): boolean {
  return touchPageHere(address, writing ? 1 : 0) === 0;
}

/** Where to go on after a fault at `rip` that cannot be resolved; 0 when it is none of a copy's. */
export function resumeAfterFault(rip: u64): u64 {
  const words = linkerSymbol("copy_or_fault_words");
  const few = linkerSymbol("copy_or_fault_few");
  const end = linkerSymbol("copy_or_fault_end");
  if (rip >= linkerSymbol("copy_or_fault_blocks") && rip < words) return linkerSymbol("copy_or_fault_rest");
  if (rip >= words && rip < few) return few;
  if (rip >= linkerSymbol("copy_or_fault_bytes") && rip < end) return end;
  const touched = linkerSymbol("touch_page_end");
  return rip >= linkerSymbol("touch_page_access") && rip < touched ? touched : 0;
}
