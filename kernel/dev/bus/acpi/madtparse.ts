/** The MADT (ACPI 6.5, section 5.2.12): processors, IO-APICs and where the ISA interrupts go. */
import { field8, field16, field32, field64 } from "./table.ts";

const ENTRIES_OFFSET: u64 = 44;
const MAX_IOAPICS: u32 = 4;
const ISA_LINES: u32 = 16;
export const MAX_PROCESSORS: u32 = 64;

/** Structure types, table 5.21. */
enum Structure {
  localApic = 0,
  ioApic = 1,
  sourceOverride = 2,
  localApicAddress = 5,
  localX2apic = 9,
}

const PROCESSOR_ENABLED: u32 = 1;

export class IoApicEntry {
  /** Physical address of the registers. */
  address: u64 = 0;
  /** Global system interrupt of its first line. */
  firstGsi: u32 = 0;
}

export class InterruptModel {
  localApic: u64 = 0;
  /** APIC numbers of the processors that can be used: the first `processorCount`. */
  processors!: FixedArray<u32, 64>;
  processorCount: u32 = 0;
  ioApics!: FixedArray<Embed<IoApicEntry>, 4>;
  ioApicCount: u32 = 0;
  /** Global system interrupt of each ISA interrupt. */
  isaLines!: FixedArray<u32, 16>;
  /** MPS INTI flags of each ISA interrupt (table 5.26); 0: edge-triggered, active high. */
  isaFlags!: FixedArray<u16, 16>;

  addProcessor(apicId: u32): void {
    if (this.processorCount === MAX_PROCESSORS) return;
    this.processors[this.processorCount] = apicId;
    this.processorCount++;
  }

  constructor() {
    for (let i: u32 = 0; i < ISA_LINES; i++) this.isaLines[i] = i;
  }
}

function readStructure(table: Slice<u8>, at: u64, kind: u32, length: u64, into: InterruptModel): void {
  if (kind === Structure.localApic && length >= 8) {
    if ((field32(table, at + 4) & PROCESSOR_ENABLED) !== 0) into.addProcessor(u32(field8(table, at + 3)));
  } else if (kind === Structure.localX2apic && length >= 16) {
    if ((field32(table, at + 8) & PROCESSOR_ENABLED) !== 0) into.addProcessor(field32(table, at + 4));
  } else if (kind === Structure.ioApic && length >= 12 && into.ioApicCount < MAX_IOAPICS) {
    const entry = into.ioApics[into.ioApicCount];
    entry.address = u64(field32(table, at + 4));
    entry.firstGsi = field32(table, at + 8);
    into.ioApicCount++;
  } else if (kind === Structure.sourceOverride && length >= 10) {
    const source = u32(field8(table, at + 3));
    if (source < ISA_LINES) {
      into.isaLines[source] = field32(table, at + 4);
      into.isaFlags[source] = field16(table, at + 8);
    }
  } else if (kind === Structure.localApicAddress && length >= 12) into.localApic = field64(table, at + 4);
}

/** Reads a MADT; structures that are cut off end it. */
export function parseMadt(table: Slice<u8>, into: InterruptModel): void {
  into.localApic = u64(field32(table, 36));
  let at = ENTRIES_OFFSET;
  while (at + 2 <= table.length) {
    const length = u64(field8(table, at + 1));
    if (length < 2 || length > table.length - at) return;
    readStructure(table, at, u32(field8(table, at)), length, into);
    at += length;
  }
}
