/**
 * Where the parts of a program go that it does not place itself.
 *
 * The values here are the fixed ones, of a machine that does not randomise; process/randomise.ts moves them before a
 * program is loaded. Invariant: mmapTop lies below every place that a stack may grow to.
 */
import { LOW_MMAP_TOP, MMAP_TOP, PIE_BASE, STACK_TOP } from "./layout.ts";

class ProgramLayout {
  /** Load address of a position-independent program. */
  pieBase: u64 = PIE_BASE;
  /** Exclusive: mappings go downward from here. */
  mmapTop: u64 = MMAP_TOP;
  /** The same for MAP_32BIT. */
  lowMmapTop: u64 = LOW_MMAP_TOP;
  /** Exclusive end of the first thread's stack. */
  stackTop: u64 = STACK_TOP;
  /** Bytes, a multiple of 16, between the strings on the first stack and what lies below them. */
  stackGap: u64 = 0;
  /** Bytes, whole pages, between the program's last segment and its brk heap. */
  brkGap: u64 = 0;
  /** Where the vDSO is tried first; 0: wherever mappings go. */
  vdsoHint: u64 = 0;
  /** Where it is; 0 when there is none. */
  vdso: u64 = 0;
}
export const programLayout = new ProgramLayout();
