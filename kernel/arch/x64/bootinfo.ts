/**
 * What the boot loader told us, in the kernel's own terms: filled once by boot.ts from the PVH start information
 * (Xen, public/arch-x86/hvm/start_info.h, version 1) before anything else runs, and read-only afterwards.
 */

/** E820 kinds (ACPI 6.5, table 15.4). */
export enum MemoryKind {
  ram = 1,
  reserved = 2,
  acpiReclaimable = 3,
  acpiNvs = 4,
  unusable = 5,
}

export class MemoryRegion {
  /** Physical, bytes; `end` is exclusive. */
  start: u64 = 0;
  end: u64 = 0;
  kind: u32 = 0;
}

export const MAX_REGIONS = 64;

export class BootInfo {
  regions!: FixedArray<Embed<MemoryRegion>, 64>;
  regionCount: u32 = 0;
  commandLine: string = "";
  /** The first PVH module (`-initrd`), physical; size 0 when there is none. */
  moduleStart: u64 = 0;
  moduleSize: u64 = 0;
  /** ACPI root pointer, physical; 0 when the loader did not say. */
  rsdp: u64 = 0;
  /** Time-stamp counter at the first instruction that could read it. */
  tscAtEntry: u64 = 0;
}

export const bootInfo = new BootInfo();
