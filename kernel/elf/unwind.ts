/**
 * Backtraces of programs, which have no frame pointers to follow: each frame is found by the unwind tables of the file
 * that its code belongs to. Only reads the program's memory, and only by reads that cannot trap.
 */
import { space } from "../mm/addressspace.ts";
import { Prot } from "../mm/mapflags.ts";
import { ProgramReader } from "../mm/programreader.ts";
import { Step, stepBySearch, stepByTables } from "./ehframe.ts";
import { Dwarf, FrameValues } from "./frametypes.ts";
import { findModule, Module } from "./module.ts";
import { findSection, Section } from "./sections.ts";

/** The registers that a frame is known by: the callee-saved ones. */
export class Registers {
  rip: u64 = 0;
  rsp: u64 = 0;
  rbp: u64 = 0;
  rbx: u64 = 0;
  r12: u64 = 0;
  r13: u64 = 0;
  r14: u64 = 0;
  r15: u64 = 0;
  /** Set by a step out of a signal handler: `rip` is the interrupted instruction, not a return address. */
  isExact: boolean = false;
}

const reader = new ProgramReader(space);
const module = new Module();
const frame = new FrameValues();
const section = new Section();

/**
 * Turns the registers of a frame into those of its caller. `isCaller` says that `rip` is a return address, so that the
 * call before it is looked up. False at the outermost frame and where the tables end.
 */
export function unwindFrame(registers: Registers, isCaller: boolean): boolean {
  const returns = isCaller && !registers.isExact;
  const pc: u64 = returns ? registers.rip - 1 : registers.rip;
  registers.isExact = false;
  if (!isCode(pc)) return !isCaller && popReturn(registers);
  if (!findModule(space, reader, pc, module)) return followFramePointer(registers);
  load(registers);
  const outcome = step(pc);
  if (outcome === Step.unknown) return followFramePointer(registers);
  if (outcome !== Step.done && outcome !== Step.doneAtSignal) return false;
  const above = frame.values[Dwarf.rsp];
  // The stack only goes up, except from a handler on a stack of its own.
  if (outcome === Step.done && above <= registers.rsp) return false;
  store(registers);
  registers.isExact = outcome === Step.doneAtSignal;
  return registers.rip !== 0;
}

function step(pc: u64): u32 {
  reader.failed = false;
  if (module.ehFrame !== 0) return stepByTables(reader, module.ehFrame, pc, frame);
  const source = module.source;
  if (source === null || !findSection(source, ".eh_frame", section)) return Step.unknown;
  return stepBySearch(reader, module.base + section.address, section.size, pc, frame);
}

function isCode(pc: u64): boolean {
  const area = space.mappings.vmas.find(pc);
  return area !== null && (area.prot & Prot.execute) !== 0;
}

/** After a jump to a place without code, the caller's address is on top of the stack. */
function popReturn(registers: Registers): boolean {
  reader.failed = false;
  const to = reader.u64(registers.rsp);
  if (reader.failed || !isCode(to)) return false;
  registers.rip = to;
  registers.rsp += 8;
  return true;
}

/** Code without tables (made at run time, or by hand) may still keep frame pointers. */
function followFramePointer(registers: Registers): boolean {
  reader.failed = false;
  const above = reader.u64(registers.rbp);
  const to = reader.u64(registers.rbp + 8);
  if (reader.failed || registers.rbp < registers.rsp || !isCode(to)) return false;
  registers.rsp = registers.rbp + 16;
  registers.rbp = above;
  registers.rip = to;
  return true;
}

function load(registers: Registers): void {
  fillBytes(frame.values.ptr.addr, 0, 17 * 8);
  frame.values[Dwarf.rbx] = registers.rbx;
  frame.values[Dwarf.rbp] = registers.rbp;
  frame.values[Dwarf.rsp] = registers.rsp;
  frame.values[Dwarf.r12] = registers.r12;
  frame.values[Dwarf.r13] = registers.r13;
  frame.values[Dwarf.r14] = registers.r14;
  frame.values[Dwarf.r15] = registers.r15;
  frame.values[Dwarf.returnAddress] = registers.rip;
}

function store(registers: Registers): void {
  registers.rip = frame.values[Dwarf.returnAddress];
  registers.rsp = frame.values[Dwarf.rsp];
  registers.rbp = frame.values[Dwarf.rbp];
  registers.rbx = frame.values[Dwarf.rbx];
  registers.r12 = frame.values[Dwarf.r12];
  registers.r13 = frame.values[Dwarf.r13];
  registers.r14 = frame.values[Dwarf.r14];
  registers.r15 = frame.values[Dwarf.r15];
}
