/** Where the high precision event timer lies: ACPI's HPET table (IA-PC HPET specification 1.0a, section 3.2.4). */
import { log } from "../../../lib/log.ts";
import { mapDevice } from "../../../mm/kernelmap.ts";
import { startHpet } from "../../../time/hpet.ts";
import { acpiTable } from "./acpi.ts";
import { field8, field64 } from "./table.ts";

/** A generic address structure: its address space, 0 for memory, and the address. */
const ADDRESS_SPACE: u64 = 40;
const ADDRESS: u64 = 44;
const REGISTER_BYTES: u64 = 1024;

/** Lets the clock have the machine's HPET, where there is one. */
export function useAcpiHpet(): void {
  const table = acpiTable("HPET", 0);
  if (table === null) return;
  const address = field64(table, ADDRESS);
  const inMemory = field8(table, ADDRESS_SPACE) === 0 && address !== 0;
  const mapped: u64 = inMemory ? mapDevice(address, REGISTER_BYTES) : 0;
  if (mapped === 0 || !startHpet(mapped))
    log(`hpet: none answers at ${hex(address)}, where ACPI says that one is`);
}
