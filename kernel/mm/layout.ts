/**
 * The x86_64 address space, from low to high (docs/adr: the memory map).
 *
 *   0x1000               lowest address that a program may map
 *   0x40_0000            where non-PIE programs are linked
 *   0x1000_0000_0000     slots of further programs (programmemory.ts)
 *   0x5555_5555_4000     where position-independent programs go; their brk heap follows
 *   ..0x7fff_f7ff_f000   mmap area, filled from the top down
 *   ..0x7fff_ffff_f000   the first thread's stack, growing down
 *   0xffff_8000_...      direct map of physical memory
 *   0xffff_c000_...      kernel virtual area: stacks with guard pages, device registers
 *   0xffff_ffff_8000_... the kernel image
 *
 * These are the fixed places. Where a machine randomises, programs go where programlayout.ts says, and the kernel where
 * arch/x64/addresses.ts says.
 */

export const PAGE_SIZE: u64 = 4096;
export const PAGE_SHIFT: u64 = 12;
export const LARGE_PAGE_SIZE: u64 = 0x20_0000;

export const PROGRAM_START: u64 = 0x1000;
/** Exclusive. The page above is never mapped, so that no access runs into the hole of non-canonical addresses. */
export const PROGRAM_END: u64 = 0x7fff_ffff_f000;
export const PIE_BASE: u64 = 0x5555_5555_4000;
export const MMAP_TOP: u64 = 0x7fff_f7ff_f000;
export const STACK_TOP: u64 = 0x7fff_ffff_f000;
/** Bytes that the first thread's stack may grow to. */
export const STACK_LIMIT: u64 = 0x80_0000;
/** Bytes below a growing stack that stay unmapped. */
export const STACK_GUARD: u64 = 0x10_0000;
/** Where MAP_32BIT mappings go. */
export const LOW_MMAP_START: u64 = 0x4000_0000;
export const LOW_MMAP_TOP: u64 = 0x8000_0000;

export function pageDown(address: u64): u64 {
  return address & ~(PAGE_SIZE - 1);
}
/** The next page boundary. Wraps to 0 for the last page: check the length first where it comes from a program. */
export function pageUp(address: u64): u64 {
  return (address + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}
