/**
 * From the PVH entry to the first line of TypeScript.
 *
 * The loader (QEMU `-kernel`, Firecracker, Cloud Hypervisor) finds the entry in a Xen ELF note of type 18
 * (XEN_ELFNOTE_PHYS32_ENTRY, Xen public/elfnote.h) and starts there in 32-bit protected mode, paging off, EBX pointing
 * to the start information. This file builds tables that map the low 4 GiB to itself, enters long mode and calls
 * `placeKernel`, which draws addresses for the image and the direct map of those 4 GiB and maps them too; then
 * `kernelEntry` runs there on the boot stack. mm/kernelmap.ts later replaces these tables; their memory lies between
 * __boot_tables_start and __boot_tables_end and may then be reused.
 *
 * Invariant: code here reaches symbols by their distance from `pvh_start`, which the loader puts at 1 MiB, or from the
 * instruction: the linker knows no final address.
 */
import { directMap } from "./addresses.ts";
import { type BootInfo, bootInfo, MAX_REGIONS } from "./bootinfo.ts";
import { rdtsc } from "./cpu.ts";
import { readE820 } from "./e820.ts";
import { drawCanary, placeKernel } from "./relocate.ts";
import {
  hasWord,
  type StartInfo,
  type StartMemory,
  type StartModule,
  startInfoAt,
  stringAtPhysical,
} from "./startinfo.ts";

asm`
  .section .note.pvh, "a", @note
  .p2align 2
  .long 4                      # size of the name
  .long 8                      # size of the descriptor
  .long 18                     # XEN_ELFNOTE_PHYS32_ENTRY
  .asciz "Xen"
  .quad 0x100000               # pvh_start: first in the image

  .section .boot.tables, "aw", @nobits
  .p2align 12
  .globl boot_pml4
boot_pml4:      .skip 4096
boot_pdpt_low:  .skip 4096     # the low 4 GiB
  .globl boot_pd
boot_pd:        .skip 4 * 4096 # 2048 pages of 2 MiB
  .globl boot_further_tables
boot_further_tables: .skip 16 * 4096
  .globl boot_further_tables_end
boot_further_tables_end:

  .section .boot.data, "aw", @progbits
  .p2align 4
boot_gdt:
  .quad 0
  .quad 0x00af9a000000ffff     # 0x08: 64-bit code, ring 0
  .quad 0x00cf92000000ffff     # 0x10: data
boot_gdt_end:
boot_gdt_pointer:
  .word boot_gdt_end - boot_gdt - 1
boot_gdt_address:
  .long 0
boot_start_info:
  .long 0

  .section .boot.entry, "ax", @progbits
  .code32
  .globl pvh_start
pvh_start:
  cli
  cld
  movl $0x100000, %ebp
  movl %ebx, (boot_start_info - pvh_start)(%ebp)
  leal (boot_pd - pvh_start)(%ebp), %edi
  movl $0x83, %eax             # present, writable, 2 MiB page
  movl $2048, %ecx
1:
  movl %eax, (%edi)
  addl $0x200000, %eax
  addl $8, %edi
  decl %ecx
  jnz 1b
  leal (boot_pd - pvh_start + 3)(%ebp), %eax
  leal (boot_pdpt_low - pvh_start)(%ebp), %edi
  movl %eax, (%edi)
  addl $4096, %eax
  movl %eax, 8(%edi)
  addl $4096, %eax
  movl %eax, 16(%edi)
  addl $4096, %eax
  movl %eax, 24(%edi)
  leal 3(%edi), %eax
  leal (boot_pml4 - pvh_start)(%ebp), %edi
  movl %eax, (%edi)
  movl %edi, %cr3
  movl %cr4, %eax
  orl $0x20, %eax              # PAE
  movl %eax, %cr4
  movl $0xc0000080, %ecx       # EFER: SCE, LME, NXE
  rdmsr
  orl $0x901, %eax
  wrmsr
  movl $0x80010033, %eax       # PG, WP, NE, ET, MP, PE
  movl %eax, %cr0
  leal (boot_gdt - pvh_start)(%ebp), %eax
  movl %eax, (boot_gdt_address - pvh_start)(%ebp)
  lgdt (boot_gdt_pointer - pvh_start)(%ebp)
  leal (boot_stack_top - pvh_start)(%ebp), %esp
  leal (2f - pvh_start)(%ebp), %eax
  pushl $8
  pushl %eax
  lretl
  .code64
2:
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  xorl %eax, %eax
  movl %eax, %fs
  movl %eax, %gs
  movl $0xc0000101, %ecx       # GS base 0: the per-CPU template is this CPU's block
  xorl %edx, %edx
  wrmsr
  leaq boot_stack_top(%rip), %rsp
  xorl %ebp, %ebp
  movl boot_start_info(%rip), %edi
  callq ${drawCanary}
  movq %rax, __stack_chk_guard(%rip)
  movl boot_start_info(%rip), %edi
  callq ${placeKernel}
  leaq 3f(%rip), %rcx
  addq %rax, %rcx
  jmp *%rcx
3:
  leaq boot_stack_top(%rip), %rsp
  movl boot_start_info(%rip), %edi
  callq ${kernelEntry}
  ud2

  .section .boot.stack, "aw", @nobits
  .p2align 12
  .globl boot_stack
boot_stack: .skip 16384
  .globl boot_stack_top
boot_stack_top:
`;

/** main.ts, which stands above this room: bound by the linker.
 * @extern kernel_main
 */
declare function kernelMain(): never;

function readStartInfo(start: StartInfo, into: BootInfo): void {
  into.commandLine = stringAtPhysical(directMap, start.commandLine);
  into.rsdp = start.rsdp;
  if (start.moduleCount > 0) {
    const module = ref<StartModule>(directMap + start.moduleList);
    into.moduleStart = module.start;
    into.moduleSize = module.size;
  }
  if (start.version === 0) return;
  const entries = ptr<Embed<StartMemory>>(directMap + start.memoryMap);
  const count = min(start.memoryMapEntries, MAX_REGIONS);
  for (let i: u32 = 0; i < count; i++) {
    const entry = entries[i];
    const region = into.regions[i];
    region.start = entry.start;
    region.end = entry.start + entry.size;
    region.kind = entry.kind;
  }
  into.regionCount = count;
}

/** Runs the initialisers of module-level objects, which the compiler leaves in .init_array in import order. */
function runInitialisers(): void {
  const end = linkerSymbol("__init_array_end");
  for (let at = linkerSymbol("__init_array_start"); at < end; at += 8) {
    fnAt<() => void>(ptr<u64>(at)[0])();
  }
}

/** The first TypeScript to run where it is linked to, or moved: interrupts off, boot tables, boot stack. */
function kernelEntry(startInfo: u64): never {
  const tsc = rdtsc();
  runInitialisers();
  bootInfo.tscAtEntry = tsc;
  const start = startInfoAt(directMap, startInfo);
  if (start !== null) readStartInfo(start, bootInfo);
  if (bootInfo.regionCount === 0 || hasWord(bootInfo.commandLine, "memmap=e820")) readE820(bootInfo);
  kernelMain();
}
