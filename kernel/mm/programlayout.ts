/**
 * Where what programs map without an address goes. It is the same for all programs; what each has of its own is in
 * programmemory.ts.
 *
 * The values here are the fixed ones, of a machine that does not randomise; process/randomise.ts moves them before the
 * first program is loaded. Invariant: mmapTop lies below every place that a stack may grow to.
 */
import { LOW_MMAP_TOP, MMAP_TOP } from "./layout.ts";

class ProgramLayout {
  /** Exclusive: mappings go downward from here. */
  mmapTop: u64 = MMAP_TOP;
  /** The same for MAP_32BIT. */
  lowMmapTop: u64 = LOW_MMAP_TOP;
  /** Where the vDSO is tried first; 0: wherever mappings go. */
  vdsoHint: u64 = 0;
  /** Where it is; 0 when there is none. */
  vdso: u64 = 0;
}
export const programLayout = new ProgramLayout();
