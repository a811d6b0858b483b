/**
 * What the processor offers, asked once by CPUID (SDM vol. 2A), and the control registers that turn it on.
 */
import { componentsInUse, cpuid, readCr0, readCr4, writeCr0, writeCr4, writeXcr0 } from "./cpu.ts";

export class Features {
  xsave: boolean = false;
  xsaveopt: boolean = false;
  fsgsbase: boolean = false;
  x2apic: boolean = false;
  pcid: boolean = false;
  gigabytePages: boolean = false;
  rdrand: boolean = false;
  rdseed: boolean = false;
  invariantTsc: boolean = false;
  /**
   * Whether SSE's and AVX's registers are better moved one by one than by XSAVE: it takes none for unused (vectors.ts).
   */
  movesVectors: boolean = false;
  /** Bytes of an XSAVE (or FXSAVE) area for the components that are on. */
  stateSize: u64 = 512;
  /** The XSAVE component mask that is on. */
  stateMask: u64 = 3;
  /** CPUID leaf 1, EDX: what AT_HWCAP shows. */
  hwcap: u32 = 0;
}

export const features = new Features();

const CR0_EMULATION: u64 = 1 << 2;
const CR0_TASK_SWITCHED: u64 = 1 << 3;
const CR4_PGE: u64 = 1 << 7;
const CR4_OSFXSR: u64 = 1 << 9;
const CR4_OSXMMEXCPT: u64 = 1 << 10;
const CR4_FSGSBASE: u64 = 1 << 16;
const CR4_OSXSAVE: u64 = 1 << 18;

/** x87, SSE, AVX, and the three parts of AVX-512: the states that programs may use (SDM vol. 1, 13.1). */
const PROGRAM_STATES: u64 = 0xe7;

const AVX_STATE: u64 = 4;

export function initFeatures(): void {
  const [maxLeaf] = cpuid(0, 0);
  const [, , ecx1, edx1] = cpuid(1, 0);
  features.hwcap = edx1;
  features.xsave = (ecx1 & (1 << 26)) !== 0;
  features.x2apic = (ecx1 & (1 << 21)) !== 0;
  features.pcid = (ecx1 & (1 << 17)) !== 0;
  features.rdrand = (ecx1 & (1 << 30)) !== 0;
  if (maxLeaf >= 7) {
    const [, ebx7] = cpuid(7, 0);
    features.fsgsbase = (ebx7 & 1) !== 0;
    features.rdseed = (ebx7 & (1 << 18)) !== 0;
  }
  const [maxExtended] = cpuid(0x80000000, 0);
  if (maxExtended >= 0x80000001) {
    const [, , , edx] = cpuid(0x80000001, 0);
    features.gigabytePages = (edx & (1 << 26)) !== 0;
  }
  if (maxExtended >= 0x80000007) {
    const [, , , edx] = cpuid(0x80000007, 0);
    features.invariantTsc = (edx & (1 << 8)) !== 0;
  }
  enableFeatures();
  if ((features.stateMask & AVX_STATE) !== 0) features.movesVectors = isAvxPlain() && !tracksAvx();
}

/** Whether AVX's part of an XSAVE area is where it is on every processor so far. */
function isAvxPlain(): boolean {
  const [, offset] = cpuid(0xd, 2);
  return offset === 576;
}
/** Whether the processor knows that nobody has used AVX yet: then XSAVEOPT leaves it out until somebody does. */
function tracksAvx(): boolean {
  const [tells] = cpuid(0xd, 1);
  return (tells & (1 << 2)) !== 0 && (u64(componentsInUse()) & AVX_STATE) === 0;
}

/** For every processor: the same control bits. */
export function enableFeatures(): void {
  writeCr0(readCr0() & ~(CR0_EMULATION | CR0_TASK_SWITCHED));
  let cr4 = readCr4() | CR4_OSFXSR | CR4_OSXMMEXCPT | CR4_PGE;
  if (features.fsgsbase) cr4 |= CR4_FSGSBASE;
  if (features.xsave) cr4 |= CR4_OSXSAVE;
  writeCr4(cr4);
  if (!features.xsave) return;
  const [supportedLow] = cpuid(0xd, 0);
  features.stateMask = u64(supportedLow) & PROGRAM_STATES;
  writeXcr0(features.stateMask);
  const [, size] = cpuid(0xd, 0);
  features.stateSize = u64(size);
  const [eax] = cpuid(0xd, 1);
  features.xsaveopt = (eax & 1) !== 0;
}
