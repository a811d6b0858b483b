/** The PCI buses: finds every function, through bridges too, and offers it to the drivers of the profile. */
import { log } from "../../../lib/log.ts";
import { findEcam } from "../acpi/mcfg.ts";
import { EcamAccess, PortAccess } from "./config.ts";
import { PciFunction } from "./function.ts";
import { type ConfigAccess, Header } from "./header.ts";

const NO_VENDOR: u16 = 0xffff;
const HEADER_TYPE_MASK: u8 = 0x7f;
const HEADER_BRIDGE: u8 = 1;
const MULTI_FUNCTION: u8 = 0x80;

type Attach = FnPtr<(f: PciFunction) => boolean>;

function openConfigAccess(): ConfigAccess {
  const [base, firstBus, lastBus] = findEcam();
  if (base !== 0) {
    log(`pci: configuration space at ${hex(base)}, buses ${firstBus} to ${lastBus}`);
    return new EcamAccess(base, firstBus, lastBus);
  }
  return new PortAccess();
}

/** How many bridges may stand behind one another. */
const DEEPEST: u32 = 8;

function scanFunction(access: ConfigAccess, address: u32, depth: u32, attach: Attach): void {
  const f = new PciFunction(access, address);
  if ((f.read8(Header.headerType) & HEADER_TYPE_MASK) === HEADER_BRIDGE) {
    // Bus numbers grow with depth: anything else would be a loop.
    const secondary = u32(f.read8(Header.secondaryBus));
    if (secondary > f.bus && depth < DEEPEST) scanBus(access, secondary, depth + 1, attach);
    free(f);
  } else if (!attach(f)) free(f);
}

/** @depth 9 DEEPEST bridges */
function scanBus(access: ConfigAccess, bus: u32, depth: u32, attach: Attach): void {
  if (!access.selectBus(bus)) return;
  for (let device: u32 = 0; device < 32; device++) {
    const address = (bus << 8) | (device << 3);
    if (access.read16(address, Header.vendorId) === NO_VENDOR) continue;
    scanFunction(access, address, depth, attach);
    if ((access.read8(address, Header.headerType) & MULTI_FUNCTION) === 0) continue;
    for (let f: u32 = 1; f < 8; f++) {
      if (access.read16(address | f, Header.vendorId) !== NO_VENDOR)
        scanFunction(access, address | f, depth, attach);
    }
  }
}

/** Calls `attach` for each function that is no bridge, in order of address; it returns whether it keeps the function. */
export function probePciBus(attach: Attach): void {
  const access = openConfigAccess();
  scanBus(access, 0, 0, attach);
}
