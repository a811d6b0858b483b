/**
 * Reports of death: registers, a backtrace through kernel and program, and the memory map.
 *
 * Kernel code has frame pointers; the program is unwound by its .eh_frame tables. Addresses are written as tokens,
 * `[k:ADDRESS]` (as the kernel is linked, not where it has moved) and `[u:PATH+OFFSET]`, which the host resolves to
 * names and lines (docs/boot-protocol.md).
 *
 * Invariant: a report reads only memory that is known to be mapped, so that it cannot fault.
 */
import { linkedAddress } from "../arch/x64/addresses.ts";
import { kernelStackBottom, kernelStackTop } from "../arch/x64/percpu.ts";
import { isFromProgram, PROGRAM_END, type TrapFrame } from "../arch/x64/trapframe.ts";
import { powerOff } from "../dev/power/power.ts";
import { nameOfFunction, nameOfMapping } from "../elf/symbols.ts";
import { Registers, unwindFrame } from "../elf/unwind.ts";
import { logWriter, report } from "../lib/log.ts";
import { setPanicHook } from "../lib/panic.ts";
import { space } from "../mm/addressspace.ts";

const MAX_FRAMES: u32 = 48;

export function initReports(): void {
  setPanicHook(onPanic);
}

function onPanic(frame: u64): void {
  backtraceKernel(frame, 0);
  writeMaps();
  endReport();
  powerOff(125);
}

export function beginReport(): void {
  report("\x01report-begin");
}
export function endReport(): void {
  report("\x01report-end");
}
function writeMaps(): void {
  report("memory map:");
  space.describe(logWriter(), null);
}

/** Registers of a trap, four a line. */
export function writeRegisters(f: TrapFrame, faultAddress: u64): void {
  report(`  rax ${hex(f.rax, 16)} rbx ${hex(f.rbx, 16)} rcx ${hex(f.rcx, 16)} rdx ${hex(f.rdx, 16)}`);
  report(`  rsi ${hex(f.rsi, 16)} rdi ${hex(f.rdi, 16)} rbp ${hex(f.rbp, 16)} rsp ${hex(f.rsp, 16)}`);
  report(`  r8  ${hex(f.r8, 16)} r9  ${hex(f.r9, 16)} r10 ${hex(f.r10, 16)} r11 ${hex(f.r11, 16)}`);
  report(`  r12 ${hex(f.r12, 16)} r13 ${hex(f.r13, 16)} r14 ${hex(f.r14, 16)} r15 ${hex(f.r15, 16)}`);
  report(
    `  rip ${hex(f.rip, 16)} flags ${hex(f.rflags, 8)} vector ${f.vector} error ${hex(f.error)} cr2 ${hex(faultAddress, 16)}`,
  );
}

/** The frames of a trap: kernel frames first when it struck in the kernel, then the program's. */
export function writeBacktrace(frame: TrapFrame): void {
  report("backtrace:");
  if (isFromProgram(frame)) {
    backtraceProgram(frame, 0);
    return;
  }
  report(`  #0 ${hex(frame.rip)} [k:${hex(linkedAddress(frame.rip))}]`);
  backtraceKernel(frame.rbp, 1);
}

/** Follows the kernel's frame pointers from `frame`; goes on in the program where the stack began with its trap frame. */
export function backtraceKernel(frame: u64, first: u32): void {
  let at = frame;
  let number = first;
  while (number < MAX_FRAMES && at > kernelStackBottom && at + 16 <= kernelStackTop && (at & 7) === 0) {
    const words = ptr<u64>(at);
    const returnsTo = words[1];
    if (returnsTo < PROGRAM_END) break;
    report(`  #${number} ${hex(returnsTo)} [k:${hex(linkedAddress(returnsTo - 1))}]`);
    number++;
    if (words[0] <= at) break;
    at = words[0];
  }
  const entry = ref<TrapFrame>(kernelStackTop - sizeOf<TrapFrame>());
  if (isFromProgram(entry) && entry.rip !== 0 && (entry.cs & 0xffff) === 8) backtraceProgram(entry, number);
}

function backtraceProgram(frame: TrapFrame, first: u32): void {
  const registers: Embed<Registers> = new Registers();
  registers.rip = frame.rip;
  registers.rsp = frame.rsp;
  registers.rbp = frame.rbp;
  registers.rbx = frame.rbx;
  registers.r12 = frame.r12;
  registers.r13 = frame.r13;
  registers.r14 = frame.r14;
  registers.r15 = frame.r15;
  let isCaller = false;
  for (let number = first; number < MAX_FRAMES; number++) {
    // A return address stands behind its call; the instruction itself is looked up one byte before.
    const address: u64 = isCaller && !registers.isExact ? registers.rip - 1 : registers.rip;
    writeProgramFrame(number, registers.rip, address);
    if (!unwindFrame(registers, isCaller)) return;
    if (registers.rip === 0) return;
    isCaller = true;
  }
}

function writeProgramFrame(number: u32, shown: u64, address: u64): void {
  const [path, offset] = nameOfMapping(address);
  if (path === null) {
    report(`  #${number} ${hex(shown)} (no file is mapped there)`);
    return;
  }
  const [name, distance] = nameOfFunction(address);
  if (name === null) report(`  #${number} ${hex(shown)} [u:${path}+${hex(offset)}]`);
  else report(`  #${number} ${hex(shown)} ${name}+${hex(distance)} [u:${path}+${hex(offset)}]`);
}
