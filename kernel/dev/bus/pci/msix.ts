/**
 * Message-signalled interrupts (PCI Local Bus 3.0, section 6.8.2): one table entry, which sends one vector to this CPU.
 */
import { localApicId } from "../../../arch/x64/apic.ts";
import { log } from "../../../lib/log.ts";
import { mapDevice } from "../../../mm/kernelmap.ts";
import { attachToMessage, type InterruptSource } from "../../interrupts.ts";
import { Capability, type PciFunction } from "./function.ts";

class TableEntry {
  addressLow!: Mmio<u32>;
  addressHigh!: Mmio<u32>;
  data!: Mmio<u32>;
  control!: Mmio<u32>;
}

const CONTROL_OFFSET: u32 = 2;
const TABLE_OFFSET: u32 = 4;
const CAPABILITY_BYTES: u32 = 12;
const ENABLE: u16 = 0x8000;
const MASK_ALL: u16 = 0x4000;
const TABLE_BAR_MASK: u32 = 7;
const ENTRY_MASKED: u32 = 1;
/** SDM vol. 3A, section 11.11.1: fixed delivery to one local APIC, edge-triggered. */
const MESSAGE_ADDRESS: u32 = 0xfee00000;

/** Routes table entry 0 to `source`. False when the function has no usable MSI-X. */
export function enableMsix(f: PciFunction, source: InterruptSource): boolean {
  const capability = f.findCapability(Capability.msix, 0);
  if (capability === 0 || !f.holds(capability, CAPABILITY_BYTES)) return false;
  const table = f.read32(capability + TABLE_OFFSET);
  const [base, length] = f.memoryBar(table & TABLE_BAR_MASK);
  const offset = u64(table & ~TABLE_BAR_MASK);
  if (base === 0 || length < sizeOf<TableEntry>() || offset > length - sizeOf<TableEntry>()) {
    log(`pci: ${hex(f.address, 4)}: its MSI-X table does not lie within its memory`);
    return false;
  }
  const mapped = mapDevice(base + offset, sizeOf<TableEntry>());
  if (mapped === 0) return false;
  const vector = attachToMessage(source);
  if (vector === 0) return false;
  const control = f.read16(capability + CONTROL_OFFSET);
  f.write16(capability + CONTROL_OFFSET, control | ENABLE | MASK_ALL);
  const entry = ref<TableEntry>(mapped);
  entry.addressLow.write(MESSAGE_ADDRESS | (localApicId() << 12));
  entry.addressHigh.write(0);
  entry.data.write(vector);
  entry.control.write(entry.control.read() & ~ENTRY_MASKED);
  f.write16(capability + CONTROL_OFFSET, (control | ENABLE) & ~MASK_ALL);
  return true;
}
