/** The interrupt model of this machine, from its MADT. */
import { acpiTable } from "./acpi.ts";
import { type InterruptModel, parseMadt } from "./madtparse.ts";

export { InterruptModel } from "./madtparse.ts";

/** Fills `into`; false when the machine has no MADT. */
export function readInterruptModel(into: InterruptModel): boolean {
  const table = acpiTable("APIC", 0);
  if (table === null) return false;
  parseMadt(table, into);
  return true;
}
