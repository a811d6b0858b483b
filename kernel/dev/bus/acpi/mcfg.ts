/** PCI Express configuration space of this machine, from its MCFG. */
import { acpiTable } from "./acpi.ts";
import { parseMcfg } from "./mcfgparse.ts";

/** As `parseMcfg`, of this machine. */
export function findEcam(): [u64, u32, u32] {
  const table = acpiTable("MCFG", 0);
  if (table === null) return [0, 0, 0];
  return parseMcfg(table);
}
