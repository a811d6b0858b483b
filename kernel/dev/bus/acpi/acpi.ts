/** ACPI as this machine has it: finds the root pointer once and hands out tables. */
import { bootInfo } from "../../../arch/x64/bootinfo.ts";
import { log } from "../../../lib/log.ts";
import { mapFirmware } from "./map.ts";
import { field32, field64, findTable, isRootPointer, readTable, searchRootPointer } from "./table.ts";

/** Where the BIOS leaves the root pointer (ACPI 6.5, section 5.2.5.1). */
const BIOS_START: u64 = 0xe0000;
const BIOS_END: u64 = 0x100000;
/** Holds the segment of the extended BIOS data area, whose first KiB is searched. */
const EBDA_SEGMENT: u64 = 0x40e;
const EBDA_BYTES: u64 = 1024;
const ROOT_BYTES: u64 = 36;

let searched = false;
let root: u64 = 0;

function searchFirmware(): u64 {
  const low = mapFirmware(0, BIOS_END);
  if (low === 0) return 0;
  const extended = u64(loadUnaligned<u16>(low + EBDA_SEGMENT)) << 4;
  if (extended !== 0 && extended + EBDA_BYTES <= BIOS_END) {
    const found = searchRootPointer(low + extended, low + extended + EBDA_BYTES);
    if (found !== 0) return found;
  }
  return searchRootPointer(low + BIOS_START, low + BIOS_END);
}

/** Virtual address of the root pointer, 0 when the machine has no ACPI. */
function rootPointer(): u64 {
  if (searched) return root;
  searched = true;
  if (bootInfo.rsdp !== 0) {
    const stated = mapFirmware(bootInfo.rsdp, ROOT_BYTES);
    if (stated !== 0 && isRootPointer(stated)) root = stated;
  }
  if (root === 0) root = searchFirmware();
  if (root === 0) log("acpi: no tables");
  return root;
}

/** The `index`th table of that name (four letters); null when there is none. */
export function acpiTable(name: string, index: u32): Slice<u8> | null {
  const pointer = rootPointer();
  return pointer === 0 ? null : findTable(pointer, name, index, mapFirmware);
}

const FADT_DSDT: u64 = 40;
const FADT_X_DSDT: u64 = 140;

/** Byte code: the DSDT is block 0, the SSDTs follow; null past the last. */
export function byteCodeTable(index: u32): Slice<u8> | null {
  if (index > 0) return acpiTable("SSDT", index - 1);
  const fadt = acpiTable("FACP", 0);
  if (fadt === null) return null;
  const extended = readTable(field64(fadt, FADT_X_DSDT), mapFirmware);
  return extended ?? readTable(u64(field32(fadt, FADT_DSDT)), mapFirmware);
}
