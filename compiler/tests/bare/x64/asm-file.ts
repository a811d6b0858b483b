// File-scope assembly defines a function; a naked function is its text alone; symbols stand in holes.
import { check, hide } from "../lib/check.ts";

/** @extern bare_test_triple */
declare function triple(x: u64): u64;

asm`
.section .text.bare_test_triple,"ax",@progbits
.globl bare_test_triple
bare_test_triple:
  leaq (%rdi,%rdi,2), %rax
  ret
`;

/** @naked */
function sum(a: u64, b: u64): u64 {
  asm`
    leaq (%rdi,%rsi), %rax
    ret
  `;
  unreachable();
}
/** @used */
function helper(): u64 {
  return 99;
}
/** @naked */
function jump(): u64 {
  asm`jmp ${helper}`;
  unreachable();
}
let cell: u64 = 55;

function loadCell(): u64 {
  return asm<u64>({ out: ["=r"] })`movq ${cell}(%rip), ${0}`;
}
export function main(): i32 {
  check(triple(hide<u64>(14)) === 42, "file scope");
  check(sum(hide<u64>(40), 2) === 42, "naked");
  check(jump() === 99, "a function in a hole");
  check(loadCell() === 55, "a global in a hole");
  return 0;
}
