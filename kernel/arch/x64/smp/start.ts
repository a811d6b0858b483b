/**
 * Starting the other processors: INIT, then a start-up interrupt that names a page below 1 MiB (SDM vol. 3A, 9.4).
 *
 * The page holds a copy of the code between cpu_start and cpu_start_end. It runs in real mode at its own address,
 * enters long mode on tables that map the low 2 MiB to themselves and the kernel where it is, takes a number, and goes
 * on in the kernel with the stack that its descriptor has. All start at once; the numbers keep them apart.
 *
 * Scratch memory: [0x8_0000, 0x8_4000), conventional memory that the page allocator never has (mm/init.ts).
 */
import { directMap } from "../addresses.ts";
import { initLocalApicHere, localApicId, sendInit, sendStartup } from "../apic.ts";
import { Msr, readCr3, writeMsr } from "../cpu.ts";
import { loadDescriptorsOf } from "../descriptors.ts";
import { enableFeatures } from "../features.ts";
import { setPercpuDelta } from "../percpu.ts";
import { initSyscallEntry } from "../syscallentry.ts";
import { cpuAt, cpuCount, setThisCpu } from "./cpus.ts";

export const SCRATCH_START: u64 = 0x80000;
export const SCRATCH_END: u64 = 0x84000;
const START_ROOT: u64 = 0x81000;
const START_LEVEL_3: u64 = 0x82000;
const START_LEVEL_2: u64 = 0x83000;
const START_VECTOR: u32 = 0x80;
const TABLE: u64 = 3;
const LARGE_PAGE: u64 = 0x83;

/** The kernel's page tables, and the next number to give: read by the start code. */
let kernelRoot: u64 = 0;
let nextNumber: u32 = 1;
/** Where each processor's stack begins, by number. */
let startStacks!: FixedArray<u64, 64>;
/** Whom to start. Who comes first gets the first number, whatever its APIC is. */
let apicIds!: FixedArray<u32, 64>;

asm`
  .section .boot.text, "ax", @progbits
  .code16
  .p2align 4
  .globl cpu_start
cpu_start:
  cli
  cld
  movw %cs, %ax
  movw %ax, %ds
  lgdtl cpu_start_gdt_pointer - cpu_start
  movl %cr0, %eax
  orl $1, %eax
  movl %eax, %cr0
  ljmpl $0x18, $(0x80000 + 1f - cpu_start)
  .code32
1:
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  movl $0x81000, %eax
  movl %eax, %cr3
  movl %cr4, %eax
  orl $0x20, %eax              # PAE
  movl %eax, %cr4
  movl $0xc0000080, %ecx       # EFER: SCE, LME, NXE
  rdmsr
  orl $0x901, %eax
  wrmsr
  movl $0x80010033, %eax       # PG, WP, NE, ET, MP, PE
  movl %eax, %cr0
  ljmpl $8, $(0x80000 + 2f - cpu_start)
  .code64
2:
  jmpq *cpu_start_target(%rip)
  .p2align 3
cpu_start_gdt:
  .quad 0
  .quad 0x00af9a000000ffff     # 0x08: 64-bit code, as in the tables that come later
  .quad 0x00cf92000000ffff     # 0x10: data
  .quad 0x00cf9a000000ffff     # 0x18: 32-bit code
cpu_start_gdt_pointer:
  .word cpu_start_gdt_pointer - cpu_start_gdt - 1
  .long 0x80000 + cpu_start_gdt - cpu_start
  .p2align 3
  .globl cpu_start_target
cpu_start_target:
  .quad 0                      # cpu_start_high, written into the copy
  .globl cpu_start_end
cpu_start_end:

  .section .text.cpu_start, "ax", @progbits
  .globl cpu_start_high
cpu_start_high:
  movq ${kernelRoot}(%rip), %rax
  movq %rax, %cr3
  movl $1, %edi
  lock xaddl %edi, ${nextNumber}(%rip)
  xorl %eax, %eax
  movl %eax, %fs
  movl %eax, %gs
  leaq ${startStacks}(%rip), %rax
  movq (%rax,%rdi,8), %rsp
  xorl %ebp, %ebp
  callq ${onStart}
  ud2
`;

/** sched/, which stands above this room: bound by the linker. Runs with interrupts off and no lock, on the start stack.
 * @extern osier_cpu_started
 */
declare function cpuStarted(): never;

/** The first TypeScript that another processor runs. */
function onStart(number: u32): never {
  const cpu = cpuAt(number);
  writeMsr(Msr.gsBase, cpu.percpuDelta);
  setPercpuDelta(cpu.percpuDelta);
  setThisCpu(cpu);
  loadDescriptorsOf(cpu.index);
  enableFeatures();
  initLocalApicHere();
  initSyscallEntry();
  cpu.apicId = localApicId();
  cpuStarted();
}

/** Starts every processor with a descriptor but this one. Their stacks and per-CPU blocks are set up. */
export function startCpus(): void {
  kernelRoot = readCr3();
  const root = ptr<u64>(directMap + START_ROOT);
  const tables = ptr<u64>(directMap + (kernelRoot & ~0xfff));
  for (let i: u64 = 0; i < 512; i++) root[i] = i < 256 ? 0 : tables[i];
  fillBytes(directMap + START_LEVEL_3, 0, 4096);
  fillBytes(directMap + START_LEVEL_2, 0, 4096);
  root[0] = START_LEVEL_3 | TABLE;
  ptr<u64>(directMap + START_LEVEL_3)[0] = START_LEVEL_2 | TABLE;
  ptr<u64>(directMap + START_LEVEL_2)[0] = LARGE_PAGE;
  const code = linkerSymbol("cpu_start");
  copyBytes(directMap + SCRATCH_START, code, linkerSymbol("cpu_start_end") - code);
  const target = linkerSymbol("cpu_start_target") - code;
  ptr<u64>(directMap + SCRATCH_START + target)[0] = linkerSymbol("cpu_start_high");
  for (let i: u32 = 1; i < cpuCount(); i++) {
    startStacks[i] = cpuAt(i).startStack;
    apicIds[i] = cpuAt(i).apicId;
    sendInit(apicIds[i]);
  }
  repeatStart();
}

/** A further start-up interrupt for those that have not come up, as the SDM's algorithm has it; others ignore it. */
export function repeatStart(): void {
  for (let i: u32 = 1; i < cpuCount(); i++) sendStartup(apicIds[i], START_VECTOR);
}
