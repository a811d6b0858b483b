/**
 * Page-table entries (Intel SDM vol. 3A, 4.5): the one place that knows their bits.
 *
 * Program and kernel both run in ring 0, so every page is a supervisor page. Bits 9 and 10 are ours:
 * a `resident` entry keeps its page although nobody may access it (PROT_NONE), and a `copyOnWrite` page belongs to
 * a file and must be copied before the program writes to it.
 */

const PRESENT: u64 = 1;
const WRITABLE: u64 = 2;
const WRITE_THROUGH: u64 = 8;
const CACHE_DISABLE: u64 = 0x10;
const ACCESSED: u64 = 0x20;
const DIRTY: u64 = 0x40;
const LARGE: u64 = 0x80;
const GLOBAL: u64 = 0x100;
const RESIDENT: u64 = 0x200;
const COPY_ON_WRITE: u64 = 0x400;
const NO_EXECUTE: u64 = 0x8000_0000_0000_0000;
const ADDRESS: u64 = 0x000f_ffff_ffff_f000;

/** Four levels; level 0 holds 4 KiB pages, 1 holds 2 MiB, 2 holds 1 GiB. */
export const TOP_LEVEL: u64 = 3;
export const ENTRIES: u64 = 512;

export function levelShift(level: u64): u64 {
  return 12 + 9 * level;
}
export function tableIndex(virt: u64, level: u64): u64 {
  return (virt >> levelShift(level)) & 511;
}

export function tableEntry(phys: u64): u64 {
  return phys | PRESENT | WRITABLE;
}
export function entryAddress(entry: u64): u64 {
  return entry & ADDRESS;
}
/** Whether the hardware uses the entry. */
export function isPresent(entry: u64): boolean {
  return (entry & PRESENT) !== 0;
}
/** Whether the entry holds a page, accessible or not. */
export function holdsPage(entry: u64): boolean {
  return (entry & (PRESENT | RESIDENT)) !== 0;
}
export function isLarge(entry: u64): boolean {
  return (entry & LARGE) !== 0;
}
export function isWritableEntry(entry: u64): boolean {
  return (entry & (PRESENT | WRITABLE)) === (PRESENT | WRITABLE);
}
/** Whether a program wrote to the page since the entry was made, or since `withoutDirty`. */
export function isDirty(entry: u64): boolean {
  return (entry & DIRTY) !== 0;
}
export function withoutDirty(entry: u64): u64 {
  return entry & ~DIRTY;
}
export function isCopyOnWrite(entry: u64): boolean {
  return (entry & COPY_ON_WRITE) !== 0;
}

/** A program's page. Without `readable` the entry is resident only. A copy-on-write page is never writable. */
export function programEntry(
  phys: u64,
  readable: boolean,
  writable: boolean,
  executable: boolean,
  copyOnWrite: boolean,
): u64 {
  let entry = phys | (copyOnWrite ? COPY_ON_WRITE : 0);
  if (!readable) return entry | RESIDENT;
  entry |= PRESENT | ACCESSED;
  if (writable && !copyOnWrite) entry |= WRITABLE | DIRTY;
  if (!executable) entry |= NO_EXECUTE;
  return entry;
}

/** The same page with other rights. A 2 MiB page must stay readable. */
export function withRights(entry: u64, readable: boolean, writable: boolean, executable: boolean): u64 {
  const fresh = programEntry(entryAddress(entry), readable, writable, executable, isCopyOnWrite(entry));
  return (fresh & ~DIRTY) | (entry & (LARGE | DIRTY));
}

/** The same page, about to go: no CPU takes it into its TLB any more, and the entry still holds it. */
export function withoutAccess(entry: u64): u64 {
  return (entry & ~(PRESENT | WRITABLE)) | RESIDENT;
}

/** A 2 MiB page of the program's, out of a 4 KiB page's entry. */
export function largeProgramEntry(entry: u64): u64 {
  return entry | LARGE;
}
/** The entry of the `index`th 4 KiB page of a 2 MiB page. */
export function partOfLarge(entry: u64, index: u64): u64 {
  return (entry & ~LARGE) + index * 4096;
}

/** A page of the kernel, of the size that `level` has. It stays in the TLB across address-space switches. */
export function kernelEntry(phys: u64, writable: boolean, executable: boolean, level: u64): u64 {
  let entry = phys | PRESENT | ACCESSED | GLOBAL;
  if (writable) entry |= WRITABLE | DIRTY;
  if (!executable) entry |= NO_EXECUTE;
  if (level > 0) entry |= LARGE;
  return entry;
}

/** A page of the kernel's area, which comes and goes: not global, so that loading CR3 forgets it. */
export function areaEntry(phys: u64): u64 {
  return kernelEntry(phys, true, false, 0) & ~GLOBAL;
}

/** A page of device registers: uncached. */
export function deviceEntry(phys: u64): u64 {
  return kernelEntry(phys, true, false, 0) | WRITE_THROUGH | CACHE_DISABLE;
}
