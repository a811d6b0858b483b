/**
 * The MP configuration table (Intel MultiProcessor Specification 1.4, chapter 4): processors and IO-APICs of machines
 * without ACPI, such as QEMU's microvm and Firecracker's.
 *
 * The floating pointer stands on a 16-byte boundary in the last KiB of base memory, in the extended BIOS data area, or
 * in the BIOS ROM. Both structures carry checksums; a table that fails them is none.
 */

import type { InterruptModel } from "../acpi/madtparse.ts";
import { mapFirmware } from "../acpi/map.ts";
import { sumsToZero } from "../acpi/table.ts";

/** "_MP_" and "PCMP" as little-endian numbers. */
const POINTER_SIGNATURE: u32 = 0x5f504d5f;
const TABLE_SIGNATURE: u32 = 0x504d4350;
const POINTER_BYTES: u64 = 16;
const HEADER_BYTES: u64 = 44;
const MAX_IOAPICS: u32 = 4;

const LOW_END: u64 = 0x100000;
const EBDA_SEGMENT: u64 = 0x40e;
const BASE_MEMORY_END: u64 = 0xa0000;
const BIOS_START: u64 = 0xf0000;

/** Entry types (table 4-3); a processor's entry has 20 bytes, others 8. */
enum Entry {
  processor = 0,
  ioApic = 2,
}
const ENABLED: u8 = 1;

function searchPointer(start: u64, end: u64): u64 {
  for (let at = start; at + POINTER_BYTES <= end; at += 16) {
    if (ptr<u32>(at)[0] === POINTER_SIGNATURE && sumsToZero(at, POINTER_BYTES)) return at;
  }
  return 0;
}

function findTable(): u64 {
  const low = mapFirmware(0, LOW_END);
  if (low === 0) return 0;
  let pointer = searchPointer(low + BIOS_START, low + LOW_END);
  const extended = u64(loadUnaligned<u16>(low + EBDA_SEGMENT)) << 4;
  if (pointer === 0 && extended >= 0x80000 && extended < BASE_MEMORY_END) {
    pointer = searchPointer(low + extended, low + extended + 1024);
  }
  if (pointer === 0) pointer = searchPointer(low + BASE_MEMORY_END - 1024, low + BASE_MEMORY_END);
  if (pointer === 0) return 0;
  const physical = u64(loadUnaligned<u32>(pointer + 4));
  const header: u64 = physical === 0 ? 0 : mapFirmware(physical, HEADER_BYTES);
  if (header === 0 || loadUnaligned<u32>(header) !== TABLE_SIGNATURE) return 0;
  const length = u64(loadUnaligned<u16>(header + 4));
  const table: u64 = length < HEADER_BYTES ? 0 : mapFirmware(physical, length);
  return table !== 0 && sumsToZero(table, length) ? table : 0;
}

/**
 * Reads a table whose checksum holds; entries that run past its end end it. The header's number of entries is not
 * looked at: qboot, which microvm boots with, leaves it 0.
 */
export function parseMpTable(table: u64, into: InterruptModel): void {
  const end = table + u64(loadUnaligned<u16>(table + 4));
  into.localApic = u64(loadUnaligned<u32>(table + 36));
  let at = table + HEADER_BYTES;
  while (at < end) {
    const kind = u32(ptr<u8>(at)[0]);
    const size: u64 = kind === Entry.processor ? 20 : 8;
    if (at + size > end) return;
    const bytes = ptr<u8>(at);
    if (kind === Entry.processor && (bytes[3] & ENABLED) !== 0) into.addProcessor(u32(bytes[1]));
    else if (kind === Entry.ioApic && (bytes[3] & ENABLED) !== 0 && into.ioApicCount < MAX_IOAPICS) {
      const entry = into.ioApics[into.ioApicCount];
      entry.address = u64(loadUnaligned<u32>(at + 4));
      // The specification numbers lines per controller; the first one's are the global interrupts from 0.
      entry.firstGsi = into.ioApicCount * 24;
      into.ioApicCount++;
    }
    at += size;
  }
}

/** Fills `into`; false when the machine has no such table. */
export function readMpTable(into: InterruptModel): boolean {
  const table = findTable();
  if (table === 0) return false;
  parseMpTable(table, into);
  return true;
}
