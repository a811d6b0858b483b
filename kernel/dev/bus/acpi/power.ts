/**
 * Soft-off by ACPI (ACPI 6.5, sections 4.8.3.2, 4.8.3.7 and 7.4.2.5). Tables are read when the machine ends, not at boot.
 */
import { out8, out16 } from "../../../arch/x64/ports.ts";
import { mapDevice } from "../../../mm/kernelmap.ts";
import { setFirmwarePowerOff } from "../../power/power.ts";
import { acpiTable, byteCodeTable } from "./acpi.ts";
import { findSoftOffType } from "./bytecode.ts";
import { field8, field32, field64 } from "./table.ts";

const FADT_PM1A_CONTROL: u64 = 64;
const FADT_PM1B_CONTROL: u64 = 68;
const FADT_FLAGS: u64 = 112;
const FADT_SLEEP_CONTROL: u64 = 244;
const HARDWARE_REDUCED: u32 = 1 << 20;

/** Address space identifiers of a generic address, table 5.1. */
const SPACE_MEMORY: u8 = 0;
const SPACE_PORTS: u8 = 1;

const SLEEP_ENABLE: u32 = 1 << 13;
const SLEEP_TYPE_SHIFT: u32 = 10;
const REDUCED_SLEEP_ENABLE: u8 = 1 << 5;
const REDUCED_SLEEP_TYPE_SHIFT: u8 = 2;

/** `\_S5` of any byte-code table, or -1. */
function softOffType(): i32 {
  let index: u32 = 0;
  while (true) {
    const code = byteCodeTable(index);
    if (code === null) return -1;
    const found = findSoftOffType(code);
    if (found >= 0) return found;
    index++;
  }
}

/** The sleep control register of hardware-reduced ACPI, a generic address structure. */
function sleepReduced(fadt: Slice<u8>, sleepType: u8): void {
  const space = field8(fadt, FADT_SLEEP_CONTROL);
  const address = field64(fadt, FADT_SLEEP_CONTROL + 4);
  const value: u8 = (sleepType << REDUCED_SLEEP_TYPE_SHIFT) | REDUCED_SLEEP_ENABLE;
  if (address === 0) return;
  if (space === SPACE_PORTS) out8(u16(address), value);
  if (space !== SPACE_MEMORY) return;
  const mapped = mapDevice(address, 1);
  if (mapped !== 0) storeVolatile(ptr<u8>(mapped), value);
}

function sleepByPort(port: u32, sleepType: u32): void {
  if (port !== 0 && port <= 0xffff) out16(u16(port), u16(SLEEP_ENABLE | (sleepType << SLEEP_TYPE_SHIFT)));
}

function softOff(): void {
  const fadt = acpiTable("FACP", 0);
  const sleepType = softOffType();
  if (fadt === null || sleepType < 0) return;
  if ((field32(fadt, FADT_FLAGS) & HARDWARE_REDUCED) !== 0) {
    sleepReduced(fadt, u8(sleepType));
    return;
  }
  sleepByPort(field32(fadt, FADT_PM1A_CONTROL), u32(sleepType));
  sleepByPort(field32(fadt, FADT_PM1B_CONTROL), u32(sleepType));
}

/** Links ACPI's way of powering off into `powerOff`. */
export function useAcpiPowerOff(): void {
  setFirmwarePowerOff(softOff);
}
