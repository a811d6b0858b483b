/**
 * Interrupt controllers: the local APIC (SDM vol. 3A, chapter 11) and the IO-APIC (82093AA data sheet).
 *
 * x2APIC is used where the processor offers it: its registers are MSRs, so signalling the end of an interrupt leaves
 * the guest less often. The legacy PICs are masked for good.
 */
import { disableInterrupts, Msr, readMsr, restoreInterrupts, writeMsr } from "./cpu.ts";
import { features } from "./features.ts";
import { out8 } from "./ports.ts";

/** Register offsets in the memory-mapped page; an x2APIC MSR is 0x800 + offset / 16. */
enum Register {
  id = 0x20,
  taskPriority = 0x80,
  endOfInterrupt = 0xb0,
  spurious = 0xf0,
  commandLow = 0x300,
  commandHigh = 0x310,
  lvtTimer = 0x320,
  lvtLint0 = 0x350,
  lvtLint1 = 0x360,
  timerInitial = 0x380,
  timerCurrent = 0x390,
  timerDivide = 0x3e0,
}

const SPURIOUS_VECTOR: u32 = 0xff;
const SOFTWARE_ENABLE: u32 = 0x100;
const MASKED: u32 = 0x10000;
const BASE_ENABLE: u64 = 0x800;
const BASE_X2APIC: u64 = 0x400;

let useMsrs = false;
let page: u64 = 0;

function read(register: u32): u32 {
  if (useMsrs) return u32(readMsr(0x800 + (register >> 4)));
  return loadVolatile(ptr<u32>(page + u64(register)));
}
function write(register: u32, value: u32): void {
  if (useMsrs) writeMsr(0x800 + (register >> 4), u64(value));
  else storeVolatile(ptr<u32>(page + u64(register)), value);
}

/** Physical address of the local APIC's page. */
export function localApicAddress(): u64 {
  return readMsr(Msr.apicBase) & 0xffffff000;
}

/** Turns the local APIC on; `mapped` is its page in the kernel's address space. */
export function initLocalApic(mapped: u64): void {
  page = mapped;
  useMsrs = features.x2apic;
  out8(0x21, 0xff); // both PICs: every line masked
  out8(0xa1, 0xff);
  initLocalApicHere();
}
/** The part that every processor does for itself. */
export function initLocalApicHere(): void {
  const base = readMsr(Msr.apicBase) | BASE_ENABLE;
  writeMsr(Msr.apicBase, useMsrs ? base | BASE_X2APIC : base);
  write(Register.taskPriority, 0);
  write(Register.lvtLint0, MASKED);
  write(Register.lvtLint1, MASKED);
  write(Register.lvtTimer, MASKED);
  write(Register.timerDivide, 0xb); // divide by 1
  write(Register.spurious, SPURIOUS_VECTOR | SOFTWARE_ENABLE);
}
export function localApicId(): u32 {
  const id = read(Register.id);
  return useMsrs ? id : id >> 24;
}
/** Must be called once by every device interrupt's handler path; the trap layer does it. */
export function endOfInterrupt(): void {
  write(Register.endOfInterrupt, 0);
}

const DELIVER_INIT: u32 = 0x4500; // level, assert
const DELIVER_STARTUP: u32 = 0x4600;
const DELIVERY_PENDING: u32 = 0x1000;
/** Far more than a delivery takes; what is not delivered then is missed by its own time limit. */
const DELIVERY_POLLS: u32 = 1000000;

/** Writes the interrupt command (SDM vol. 3A, 11.6.1). Interrupts are off: the page's two halves belong together. */
function command(apicId: u32, low: u32): void {
  if (useMsrs) {
    writeMsr(0x800 + (Register.commandLow >> 4), (u64(apicId) << 32) | u64(low));
    return;
  }
  write(Register.commandHigh, apicId << 24);
  write(Register.commandLow, low);
  for (
    let polls: u32 = 0;
    polls < DELIVERY_POLLS && (read(Register.commandLow) & DELIVERY_PENDING) !== 0;
    polls++
  ) {
    spinHint();
  }
}
/** Interrupts another processor. */
export function sendInterrupt(apicId: u32, vector: u32): void {
  const on = disableInterrupts();
  fence(); // what it is to see comes first: writing an MSR of the x2APIC orders nothing
  command(apicId, vector);
  restoreInterrupts(on);
}
export function sendInit(apicId: u32): void {
  command(apicId, DELIVER_INIT);
}
/** Starts a processor after its INIT, in real mode at `page` * 4096. */
export function sendStartup(apicId: u32, page: u32): void {
  command(apicId, DELIVER_STARTUP | page);
}

/** Arms the one-shot timer: an interrupt on `vector` after `ticks` of the timer's clock; 0 stops it. */
export function armTimer(vector: u32, ticks: u32): void {
  write(Register.lvtTimer, vector);
  write(Register.timerInitial, ticks);
}
export function timerCount(): u32 {
  return read(Register.timerCurrent);
}
/** Starts counting down from `ticks` with the interrupt masked: for calibration. */
export function startTimerMasked(ticks: u32): void {
  write(Register.lvtTimer, MASKED);
  write(Register.timerInitial, ticks);
}

class IoApic {
  select!: Mmio<u32>;
  private readonly gap!: FixedArray<u32, 3>;
  window!: Mmio<u32>;
}

/** One controller and the global system interrupts that its lines are. */
class IoApicLines {
  registers: IoApic | null = null;
  firstGsi: u32 = 0;
  count: u32 = 0;
}

const MAX_IOAPICS: u32 = 4;
let ioApics!: FixedArray<Embed<IoApicLines>, 4>;
let ioApicCount: u32 = 0;

const IOAPIC_VERSION: u32 = 1;
const IOAPIC_REDIRECTION: u32 = 0x10;
const LEVEL_TRIGGERED: u32 = 1 << 15;
const ACTIVE_LOW: u32 = 1 << 13;

/**
 * Takes over an IO-APIC whose registers are mapped at `mapped` and whose first line is interrupt `firstGsi`; masks every
 * line. Called once for each controller; those past the fourth are left alone.
 */
export function initIoApic(mapped: u64, firstGsi: u32): void {
  if (ioApicCount === MAX_IOAPICS) return;
  const controller = ref<IoApic>(mapped);
  controller.select.write(IOAPIC_VERSION);
  const lines = ioApics[ioApicCount];
  lines.registers = controller;
  lines.firstGsi = firstGsi;
  lines.count = ((controller.window.read() >> 16) & 0xff) + 1;
  ioApicCount++;
  for (let line: u32 = 0; line < lines.count; line++) writeRedirection(controller, line, MASKED, 0);
}

function writeRedirection(controller: IoApic, line: u32, low: u32, destination: u32): void {
  controller.select.write(IOAPIC_REDIRECTION + line * 2 + 1);
  controller.window.write(destination << 24);
  controller.select.write(IOAPIC_REDIRECTION + line * 2);
  controller.window.write(low);
}

/** Routes global interrupt `gsi` to `vector` on this CPU. False when there is no such line. */
export function enableIrqLine(gsi: u32, vector: u32, levelLow: boolean): boolean {
  const mode: u32 = levelLow ? LEVEL_TRIGGERED | ACTIVE_LOW : 0;
  for (let i: u32 = 0; i < ioApicCount; i++) {
    const lines = ioApics[i];
    const controller = lines.registers;
    if (controller === null || gsi < lines.firstGsi || gsi - lines.firstGsi >= lines.count) continue;
    writeRedirection(controller, gsi - lines.firstGsi, vector | mode, localApicId());
    return true;
  }
  return false;
}
