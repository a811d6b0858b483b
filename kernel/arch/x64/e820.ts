/**
 * The memory map as firmware keeps it in e820 form (ACPI 6.5, section 15): what is read when the loader's PVH start
 * information has none (version 0), or the command line says `memmap=e820`.
 *
 * QEMU offers the table as the fw_cfg file `etc/e820` (QEMU, docs/specs/fw_cfg.rst): 20-byte entries of address, length and
 * kind, little-endian. It is read byte by byte, since there is no memory to give to a DMA transfer yet.
 */
import type { BootInfo } from "./bootinfo.ts";
import { MAX_REGIONS } from "./bootinfo.ts";
import { in8, out16 } from "./ports.ts";

const SELECTOR: u16 = 0x510;
const DATA: u16 = 0x511;
const ITEM_SIGNATURE: u16 = 0;
const ITEM_DIRECTORY: u16 = 0x19;
/** "QEMU", first byte lowest. */
const SIGNATURE: u64 = 0x554d4551;
const NAME_BYTES: u32 = 56;
const ENTRY_BYTES: u32 = 20;
const MOST_FILES: u64 = 4096;
const FILE_NAME = "etc/e820";

function readLittle(bytes: u32): u64 {
  let value: u64 = 0;
  for (let i: u64 = 0; i < u64(bytes); i++) value |= u64(in8(DATA)) << (i * 8);
  return value;
}
/** Directory fields are big-endian. */
function readBig(bytes: u32): u64 {
  let value: u64 = 0;
  for (let i: u32 = 0; i < bytes; i++) value = (value << 8) | u64(in8(DATA));
  return value;
}

/** Reads a name field to its end; true when it is the table's. */
function isTableName(): boolean {
  let same = true;
  for (let i: u32 = 0; i < NAME_BYTES; i++) {
    const c = in8(DATA);
    const wanted: u8 = u64(i) < FILE_NAME.length ? FILE_NAME.byteAt(u64(i)) : 0;
    if (u64(i) <= FILE_NAME.length && c !== wanted) same = false;
  }
  return same;
}

/** [selector, bytes] of the table; 0 bytes when there is none. */
function findTable(): [u16, u32] {
  out16(SELECTOR, ITEM_SIGNATURE);
  if (readLittle(4) !== SIGNATURE) return [0, 0];
  out16(SELECTOR, ITEM_DIRECTORY);
  const files = min(readBig(4), MOST_FILES);
  for (let i: u64 = 0; i < files; i++) {
    const size = u32(readBig(4));
    const selector = u16(readBig(2));
    readBig(2);
    if (isTableName()) return [selector, size];
  }
  return [0, 0];
}

/** Replaces the regions of `into` by the firmware's. False, and nothing changed, when there is no such table. */
export function readE820(into: BootInfo): boolean {
  const [selector, size] = findTable();
  const count = min(size / ENTRY_BYTES, MAX_REGIONS);
  if (count === 0) return false;
  out16(SELECTOR, selector);
  for (let i: u32 = 0; i < count; i++) {
    const region = into.regions[i];
    region.start = readLittle(8);
    region.end = region.start + readLittle(8);
    region.kind = u32(readLittle(4));
  }
  into.regionCount = count;
  return true;
}
