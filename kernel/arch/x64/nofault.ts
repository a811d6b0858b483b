/**
 * Looking at the program's memory where nothing may sleep: under a spinlock, or with interrupts off. Nothing is brought
 * in: a page that is not there, or may not be used so, ends the access (process/trap.ts asks `resumeAtOnce` before it
 * takes any lock). The caller then gives its lock back, touches the page where it can sleep (mm/user.ts), and begins anew.
 */

asm`
  .section .text.nofault, "ax", @progbits
  .p2align 4
  .globl peek_word
peek_word:                     # rdi: address; rax: the word, or -1
  movq $-1, %rax
  .globl peek_word_load
peek_word_load:
  movl (%rdi), %eax
  .globl peek_word_end
peek_word_end:
  ret

  .p2align 4
  .globl copy_now
copy_now:                      # rdi: to, rsi: from, rdx: bytes; rax: 0, or 1 for a fault
  .globl copy_now_start
copy_now_start:
  subq $32, %rdx
  jb 2f
1:
  movq (%rsi), %rax
  movq 8(%rsi), %rcx
  movq 16(%rsi), %r8
  movq 24(%rsi), %r9
  movq %rax, (%rdi)
  movq %rcx, 8(%rdi)
  movq %r8, 16(%rdi)
  movq %r9, 24(%rdi)
  addq $32, %rsi
  addq $32, %rdi
  subq $32, %rdx
  jae 1b
2:
  addq $24, %rdx               # 8 less than what is left
  jnc 4f
3:
  movq (%rsi), %rax
  movq %rax, (%rdi)
  addq $8, %rsi
  addq $8, %rdi
  subq $8, %rdx
  jae 3b
4:
  addq $8, %rdx
  jz 6f
5:
  movb (%rsi), %al
  movb %al, (%rdi)
  incq %rsi
  incq %rdi
  decq %rdx
  jnz 5b
6:
  .globl copy_now_done
copy_now_done:
  xorl %eax, %eax
  ret
  .globl copy_now_fault
copy_now_fault:
  movl $1, %eax
  ret
`;

/** @extern peek_word */
declare function peekWordHere(address: u64): u64;
/** @extern copy_now */
declare function copyNowHere(to: u64, from: u64, n: u64): u64;

/** What `peekWord` says of a word that is not there. */
export const NOT_THERE: u64 = 0xffffffffffffffff;

/** The 32-bit word at `address`, or NOT_THERE. */
export function peekWord(address: u64): u64 {
  return peekWordHere(address);
}

/** Copies `n` bytes, all of which are there: false otherwise, with an unknown part of them copied. */
export function copyNow(to: u64, from: u64, n: u64): boolean {
  return copyNowHere(to, from, n) === 0;
}

/** Where to go on after a fault at `rip`, without asking whether it could be resolved; 0 when it is not from here. */
export function resumeAtOnce(rip: u64): u64 {
  const end = linkerSymbol("peek_word_end");
  if (rip >= linkerSymbol("peek_word_load") && rip < end) return end;
  return rip >= linkerSymbol("copy_now_start") && rip < linkerSymbol("copy_now_done")
    ? linkerSymbol("copy_now_fault")
    : 0;
}
