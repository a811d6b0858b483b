/**
 * ACPI system description tables as checked slices of bytes (ACPI 6.5, section 5.2).
 *
 * A table is handed out only when its length is sane and its bytes sum to zero. Fields are read by offset; beyond the
 * end they read 0, which is what a shorter revision of a table means. The tables are in memory that only `map` can
 * reach: it turns a physical range into a virtual address, or 0.
 */

export type MapPhysical = FnPtr<(physical: u64, length: u64) => u64>;

export const HEADER_BYTES: u64 = 36;
const LONGEST_TABLE: u64 = 0x200000;

const RSDP_BYTES: u64 = 20;
const RSDP_EXTENDED_BYTES: u64 = 36;
const RSDP_STEP: u64 = 16;
/** "RSD PTR " as a little-endian number. */
const RSDP_SIGNATURE: u64 = 0x2052545020445352;

/** The signature of a table, four letters, as the number that stands in memory. */
export function signatureOf(name: string): u32 {
  return loadUnaligned<u32>(name.ptr.addr);
}

/** Bytes that sum to zero modulo 256 (section 5.2.6). */
export function sumsToZero(address: u64, length: u64): boolean {
  const bytes = ptr<u8>(address);
  let sum: u8 = 0;
  for (let i: u64 = 0; i < length; i++) sum += bytes[i];
  return sum === 0;
}

export function field8(table: Slice<u8>, offset: u64): u8 {
  return offset < table.length ? table[offset] : 0;
}
export function field16(table: Slice<u8>, offset: u64): u16 {
  return offset + 2 <= table.length ? loadUnaligned<u16>(table.ptr.addr + offset) : 0;
}
export function field32(table: Slice<u8>, offset: u64): u32 {
  return offset + 4 <= table.length ? loadUnaligned<u32>(table.ptr.addr + offset) : 0;
}
export function field64(table: Slice<u8>, offset: u64): u64 {
  return offset + 8 <= table.length ? loadUnaligned<u64>(table.ptr.addr + offset) : 0;
}

/** The table at a physical address; null when it is not sane. */
export function readTable(physical: u64, map: MapPhysical): Slice<u8> | null {
  if (physical === 0) return null;
  const header = map(physical, HEADER_BYTES);
  if (header === 0) return null;
  const length = u64(loadUnaligned<u32>(header + 4));
  if (length < HEADER_BYTES || length > LONGEST_TABLE) return null;
  const address = map(physical, length);
  if (address === 0 || !sumsToZero(address, length)) return null;
  return ptr<u8>(address).slice(length);
}

/** True when a root pointer stands at this (virtual) address. */
export function isRootPointer(address: u64): boolean {
  return loadUnaligned<u64>(address) === RSDP_SIGNATURE && sumsToZero(address, RSDP_BYTES);
}

/** Searches `[start, end)`, virtual, for a root pointer (section 5.2.5.1); 0 when there is none. */
export function searchRootPointer(start: u64, end: u64): u64 {
  for (let at = start; at + RSDP_BYTES <= end; at += RSDP_STEP) {
    if (loadUnaligned<u64>(at) === RSDP_SIGNATURE && isRootPointer(at)) return at;
  }
  return 0;
}

/** The list of tables and the width of its entries: the XSDT, 8, where there is a good one, else the RSDT, 4. */
function rootTable(pointer: u64, map: MapPhysical): [Slice<u8> | null, u64] {
  const revision = loadUnaligned<u8>(pointer + 15);
  if (revision >= 2 && sumsToZero(pointer, RSDP_EXTENDED_BYTES)) {
    const extended = readTable(loadUnaligned<u64>(pointer + 24), map);
    if (extended !== null) return [extended, 8];
  }
  return [readTable(u64(loadUnaligned<u32>(pointer + 16)), map), 4];
}

/**
 * The `index`th table (from 0) with this signature, under the root pointer at virtual address `pointer`; null when
 * there are fewer.
 */
export function findTable(pointer: u64, name: string, index: u32, map: MapPhysical): Slice<u8> | null {
  const [root, width] = rootTable(pointer, map);
  if (root === null) return null;
  const signature = signatureOf(name);
  let rest = index;
  for (let at = HEADER_BYTES; at + width <= root.length; at += width) {
    const physical = width === 8 ? field64(root, at) : u64(field32(root, at));
    const table = readTable(physical, map);
    if (table === null || field32(table, 0) !== signature) continue;
    if (rest === 0) return table;
    rest--;
  }
  return null;
}
