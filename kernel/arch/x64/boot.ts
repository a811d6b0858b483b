/**
 * From the PVH entry to the first line of TypeScript.
 *
 * The loader (QEMU `-kernel`, Firecracker, Cloud Hypervisor) finds the entry in a Xen ELF note of type 18
 * (XEN_ELFNOTE_PHYS32_ENTRY, Xen public/elfnote.h) and starts there in 32-bit protected mode, paging off, EBX pointing
 * to the start information. This file builds the first page tables, which map the low 4 GiB three times:
 *
 *   0                          identity, for the jump itself
 *   0xffff_8000_0000_0000      the direct map
 *   0xffff_ffff_8000_0000      the kernel image (its first GiB)
 *
 * enters long mode and calls `kernelEntry` on the boot stack. mm/kernelmap.ts later replaces these tables; their
 * memory lies between __boot_tables_start and __boot_tables_end and may then be reused.
 *
 * Invariant: code here refers to symbols as `symbol - KERNEL_BASE` until paging is on.
 */
import { type BootInfo, bootInfo, MAX_REGIONS } from "./bootinfo.ts";
import { rdtsc } from "./cpu.ts";
import { readE820 } from "./e820.ts";

asm`
  .section .note.pvh, "a", @note
  .p2align 2
  .long 4                      # size of the name
  .long 8                      # size of the descriptor
  .long 18                     # XEN_ELFNOTE_PHYS32_ENTRY
  .asciz "Xen"
  .quad pvh_start - 0xffffffff80000000

  .section .boot.tables, "aw", @nobits
  .p2align 12
boot_pml4:      .skip 4096
boot_pdpt_low:  .skip 4096     # the low 4 GiB
boot_pdpt_high: .skip 4096     # the top 2 GiB
boot_pd:        .skip 4 * 4096 # 2048 pages of 2 MiB

  .section .boot.data, "aw", @progbits
  .p2align 4
boot_gdt:
  .quad 0
  .quad 0x00af9a000000ffff     # 0x08: 64-bit code, ring 0
  .quad 0x00cf92000000ffff     # 0x10: data
boot_gdt_end:
boot_gdt_pointer:
  .word boot_gdt_end - boot_gdt - 1
  .long boot_gdt - 0xffffffff80000000
boot_start_info:
  .long 0

  .section .boot.text, "ax", @progbits
  .code32
  .globl pvh_start
pvh_start:
  cli
  cld
  movl %ebx, boot_start_info - 0xffffffff80000000
  movl $(boot_pd - 0xffffffff80000000), %edi
  movl $0x83, %eax             # present, writable, 2 MiB page
  movl $2048, %ecx
1:
  movl %eax, (%edi)
  addl $0x200000, %eax
  addl $8, %edi
  decl %ecx
  jnz 1b
  movl $(boot_pd - 0xffffffff80000000 + 3), %eax
  movl $(boot_pdpt_low - 0xffffffff80000000), %edi
  movl %eax, (%edi)
  movl %eax, boot_pdpt_high - 0xffffffff80000000 + 510 * 8
  addl $4096, %eax
  movl %eax, 8(%edi)
  movl %eax, boot_pdpt_high - 0xffffffff80000000 + 511 * 8
  addl $4096, %eax
  movl %eax, 16(%edi)
  addl $4096, %eax
  movl %eax, 24(%edi)
  leal 3(%edi), %eax
  movl $(boot_pml4 - 0xffffffff80000000), %edi
  movl %eax, (%edi)
  movl %eax, 256 * 8(%edi)
  movl $(boot_pdpt_high - 0xffffffff80000000 + 3), %eax
  movl %eax, 511 * 8(%edi)
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
  lgdt boot_gdt_pointer - 0xffffffff80000000
  ljmp $8, $(2f - 0xffffffff80000000)
  .code64
2:
  movabsq $3f, %rax
  jmp *%rax
3:
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
  movq $boot_stack_top, %rsp
  xorl %ebp, %ebp
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

/** The direct map of the first tables; mm/physmap.ts has the same base. */
const DIRECT_MAP = 0xffff800000000000;

/** struct hvm_start_info, struct hvm_modlist_entry, struct hvm_memmap_table_entry (start_info.h). */
class StartInfo {
  magic!: u32;
  version!: u32;
  flags!: u32;
  moduleCount!: u32;
  moduleList!: u64;
  commandLine!: u64;
  rsdp!: u64;
  memoryMap!: u64;
  memoryMapEntries!: u32;
  reserved!: u32;
}
class StartModule {
  start!: u64;
  size!: u64;
  commandLine!: u64;
  reserved!: u64;
}
class StartMemory {
  start!: u64;
  size!: u64;
  kind!: u32;
  reserved!: u32;
}
const START_MAGIC = 0x336ec578;

function physical<T>(address: u64): T {
  return ref<T>(DIRECT_MAP + address);
}

function readStartInfo(start: StartInfo, into: BootInfo): void {
  if (start.commandLine !== 0) {
    const text = ptr<u8>(DIRECT_MAP + start.commandLine);
    let length: usize = 0;
    while (text[length] !== 0) length++;
    into.commandLine = stringAt(text, length);
  }
  into.rsdp = start.rsdp;
  if (start.moduleCount > 0) {
    const module = physical<StartModule>(start.moduleList);
    into.moduleStart = module.start;
    into.moduleSize = module.size;
  }
  if (start.version === 0) return;
  const entries = ptr<Embed<StartMemory>>(DIRECT_MAP + start.memoryMap);
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

/** The first TypeScript to run: interrupts off, boot tables, boot stack. */
function kernelEntry(startInfo: u64): never {
  const tsc = rdtsc();
  runInitialisers();
  bootInfo.tscAtEntry = tsc;
  const start = physical<StartInfo>(startInfo);
  if (startInfo !== 0 && start.magic === START_MAGIC) readStartInfo(start, bootInfo);
  if (bootInfo.regionCount === 0 || hasWord(bootInfo.commandLine, "memmap=e820")) readE820(bootInfo);
  kernelMain();
}

/** Whether the command line has this word by itself. */
function hasWord(line: string, word: string): boolean {
  for (let at: usize = 0; at + word.length <= line.length; at++) {
    if (at > 0 && line.byteAt(at - 1) !== 0x20) continue;
    const end = at + word.length;
    if (line.substring(at, end) === word && (end === line.length || line.byteAt(end) === 0x20)) return true;
  }
  return false;
}
