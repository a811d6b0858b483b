/**
 * Device interrupts: which sources hang on which vector.
 *
 * A line of the IO-APIC may be shared; all its sources share one vector and each is asked in turn. A
 * message-signalled interrupt has a vector of its own. The trap layer signals the end of the interrupt after the
 * handler.
 */
import { enableIrqLine } from "../arch/x64/apic.ts";
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { allocVector, setInterruptHandler } from "../arch/x64/traps.ts";

/** Something that interrupts. `onInterrupt` runs with interrupts off and must not sleep. */
export abstract class InterruptSource {
  nextSource: InterruptSource | null = null;
  vector: u32 = 0;
  /** The IO-APIC line, or `NO_LINE` for a message. */
  line: u32 = 0;
  abstract onInterrupt(): void;
}

const NO_LINE: u32 = 0xffffffff;

let sources: InterruptSource | null = null;

/** @irq */
function dispatch(vector: u32): void {
  for (let s = sources; s !== null; s = s.nextSource) if (s.vector === vector) s.onInterrupt();
}

function add(source: InterruptSource, vector: u32, line: u32): void {
  const on = disableInterrupts();
  source.vector = vector;
  source.line = line;
  source.nextSource = sources;
  sources = source;
  restoreInterrupts(on);
}

/**
 * Attaches a source to line `gsi` (global system interrupt). `levelLow`: level-triggered and active low, as PCI's are;
 * otherwise edge-triggered and active high. False when the machine has no such line.
 */
export function attachToLine(source: InterruptSource, gsi: u32, levelLow: boolean): boolean {
  for (let s = sources; s !== null; s = s.nextSource) {
    if (s.line === gsi) {
      add(source, s.vector, gsi);
      return true;
    }
  }
  const vector = allocVector();
  if (vector === 0) return false;
  setInterruptHandler(vector, dispatch);
  if (!enableIrqLine(gsi, vector, levelLow)) return false;
  add(source, vector, gsi);
  return true;
}

/** Gives a source a vector of its own, for a message-signalled interrupt; 0 when all are taken. */
export function attachToMessage(source: InterruptSource): u32 {
  const vector = allocVector();
  if (vector === 0) return 0;
  setInterruptHandler(vector, dispatch);
  add(source, vector, NO_LINE);
  return vector;
}
