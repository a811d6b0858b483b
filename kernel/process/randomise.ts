/**
 * Address-space randomisation of programs, with as many bits as Linux has on x86_64.
 *
 * The kernel's own addresses were drawn before its first line ran (arch/x64/relocate.ts).
 */
import { directMap, imageSlide, kernelArea } from "../arch/x64/addresses.ts";
import { randomBytes } from "../dev/random/random.ts";
import { log } from "../lib/log.ts";
import { LOW_MMAP_TOP, PAGE_SHIFT, PIE_BASE, STACK_TOP } from "../mm/layout.ts";
import { programLayout } from "../mm/programlayout.ts";
import { firstMemory, type ProgramMemory } from "../mm/programmemory.ts";
import { bootOptions } from "./bootoptions.ts";

/** Linux's mmap_rnd_bits; the load address of position-independent programs has as many. */
const MMAP_BITS: u64 = 28;
/** Of the stack's top (Linux arch/x86/include/asm/elf.h, __STACK_RND_MASK). */
const STACK_BITS: u64 = 22;
/** Of the heap's start, up to 32 MiB behind the program (mm/util.c, arch_randomize_brk), and of MAP_32BIT. */
const BRK_BITS: u64 = 13;
/** Of the vDSO's place in the 2 MiB from the stack's top up (arch/x86/entry/vdso/vma.c, vdso_addr). */
const VDSO_BITS: u64 = 9;
/** Below the page: up to 8 KiB in steps of 16 (arch/x86/kernel/process.c, arch_align_stack). */
const STACK_GAP_BITS: u64 = 9;
const STACK_GAP_STEP_SHIFT: u64 = 4;

/** Of a further program's load address and stack, within its slot. */
const SLOT_BITS: u64 = 20;

/** From the highest stack to the highest mapping: the stacks' spread, and room for one to grow (mm/util.c, MIN_GAP). */
const MMAP_GAP: u64 = (u64(1) << (STACK_BITS + PAGE_SHIFT)) + 0x800_0000;

/** personality(2). */
const ADDR_NO_RANDOMIZE: u32 = 0x40000;
let personality: u32 = 0;

/** The program's personality, which counts for the programs that it starts. */
export function currentPersonality(): u32 {
  return personality;
}
export function setPersonality(value: u32): void {
  personality = value;
}

/** Whether this machine randomises at all. */
export function machineRandomises(): boolean {
  return bootOptions.randomise;
}

/** So many random bits, in units of `1 << shift`. */
function draw(bits: u64, shift: u64): u64 {
  let value: u64 = 0;
  randomBytes(addressOf(pointerTo(value)), 8);
  return (value & ((u64(1) << bits) - 1)) << shift;
}

/** Draws where a program lies that is loaded next, and with the first one where mappings go. */
export function drawLayout(memory: ProgramMemory): void {
  if (memory === firstMemory)
    log(`kernel: moved by ${hex(imageSlide())}, direct map at ${hex(directMap)}, area at ${hex(kernelArea)}`);
  if (!bootOptions.randomise || (personality & ADDR_NO_RANDOMIZE) !== 0) return;
  memory.stackGap = draw(STACK_GAP_BITS, STACK_GAP_STEP_SHIFT);
  memory.brkGap = draw(BRK_BITS, PAGE_SHIFT);
  if (memory !== firstMemory) {
    memory.placeInSlot();
    memory.pieBase += draw(SLOT_BITS, PAGE_SHIFT);
    memory.stackTop -= draw(SLOT_BITS, PAGE_SHIFT);
    return;
  }
  const layout = programLayout;
  memory.pieBase = PIE_BASE + draw(MMAP_BITS, PAGE_SHIFT);
  memory.stackTop = STACK_TOP - draw(STACK_BITS, PAGE_SHIFT);
  if (layout.vdso !== 0) return;
  layout.mmapTop = STACK_TOP - MMAP_GAP - draw(MMAP_BITS, PAGE_SHIFT);
  layout.lowMmapTop = LOW_MMAP_TOP - draw(BRK_BITS, PAGE_SHIFT);
  layout.vdsoHint = memory.stackTop + draw(VDSO_BITS, PAGE_SHIFT);
}
