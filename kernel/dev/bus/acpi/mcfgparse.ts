/** The MCFG table (PCI Firmware 3.3, section 4.1.2): where PCI Express configuration space lies. */
import { field8, field16, field64 } from "./table.ts";

const ENTRIES_OFFSET: u64 = 44;
const ENTRY_BYTES: u64 = 16;

/** [physical address for bus 0, first bus, last bus] of segment 0 in a table; the address is 0 when it has none. */
export function parseMcfg(table: Slice<u8>): [u64, u32, u32] {
  for (let at = ENTRIES_OFFSET; at + ENTRY_BYTES <= table.length; at += ENTRY_BYTES) {
    const base = field64(table, at);
    const first = u32(field8(table, at + 10));
    const last = u32(field8(table, at + 11));
    if (field16(table, at + 8) === 0 && base !== 0 && first <= last) return [base, first, last];
  }
  return [0, 0, 0];
}
