/**
 * COM1, a 16550A UART (National Semiconductor PC16550D data sheet), as the console where there is no virtio-console.
 *
 * Output is polled: the transmitter says that it is empty, then takes a FIFO of bytes at once. The host may stop
 * reading for as long as it likes, so a full transmitter is waited for without an end, in steps that let other threads
 * run; only `flush`, the last thing before power-off, gives up.
 *
 * Input is interrupt-driven. The handler moves bytes from the receiver to a ring; when the ring is full it masks the
 * receive interrupt, which makes the host wait, and the reader unmasks it. The bytes carry the escape of stdinescape.ts.
 */
import { disableInterrupts, interruptsEnabled, restoreInterrupts } from "../../arch/x64/cpu.ts";
import { in8, out8, outString8 } from "../../arch/x64/ports.ts";
import { Errno } from "../../lib/errno.ts";
import { log } from "../../lib/log.ts";
import { Mutex } from "../../sync/mutex.ts";
import { WaitQueue } from "../../sync/waitqueue.ts";
import { CharDevice, setConsole, setErrorConsole } from "../console.ts";
import { openErrorChannel } from "../debugcon/debugcon.ts";
import { attachToLine, InterruptSource } from "../interrupts.ts";
import { StdinDecoder } from "../stdinescape.ts";

const COM1: u16 = 0x3f8;
const COM1_LINE: u32 = 4;

/** Registers by offset from the base port. */
const DATA: u16 = COM1;
const INTERRUPT_ENABLE: u16 = COM1 + 1;
const FIFO_CONTROL: u16 = COM1 + 2;
const LINE_CONTROL: u16 = COM1 + 3;
const MODEM_CONTROL: u16 = COM1 + 4;
const LINE_STATUS: u16 = COM1 + 5;
const SCRATCH: u16 = COM1 + 7;

const RECEIVE_INTERRUPT: u8 = 1;
/** FIFOs on and emptied, receive interrupt at 14 bytes. */
const FIFO_SETUP: u8 = 0xc7;
const DIVISOR_ACCESS: u8 = 0x80;
const EIGHT_BITS: u8 = 3;
/** DTR, RTS, and OUT2, which lets interrupts out. */
const MODEM_SETUP: u8 = 0x0b;
/** Cuts the receiver off from the line. */
const MODEM_LOOPBACK: u8 = 0x10;
const DATA_READY: u8 = 1;
const TRANSMITTER_EMPTY: u8 = 0x20;
const FIFO_BYTES: usize = 16;

const RING_BYTES: usize = 2048;
/** Polls before the writer lets others run. */
const POLLS: u32 = 1000;
const PAUSE_NS: u64 = 1000000;
/** Pauses that `flush` allows: 5 s. */
const FLUSH_PAUSES: u32 = 5000;

function never(_argument: u64): boolean {
  return false;
}

class ReceiveInterrupt extends InterruptSource {
  override onInterrupt(): void {
    console.receive();
  }
}

class SerialConsole extends CharDevice {
  private ring: Slice<u8> = newArray<u8>(RING_BYTES);
  private head: usize = 0;
  private count: usize = 0;
  private isMasked: boolean = false;
  private readonly decoder: Embed<StdinDecoder> = new StdinDecoder();
  private readonly interrupt: Embed<ReceiveInterrupt> = new ReceiveInterrupt();
  private readonly transmitLock: Embed<Mutex> = new Mutex();
  private readonly pause: Embed<WaitQueue> = new WaitQueue();

  /** Sets the line up: 115200 baud, eight bits, no parity. False when the interrupt cannot be routed. */
  start(): boolean {
    out8(INTERRUPT_ENABLE, 0);
    out8(LINE_CONTROL, DIVISOR_ACCESS | EIGHT_BITS);
    out8(DATA, 1);
    out8(INTERRUPT_ENABLE, 0);
    out8(LINE_CONTROL, EIGHT_BITS);
    this.turnFifosOn();
    if (!attachToLine(this.interrupt, COM1_LINE, false)) return false;
    out8(INTERRUPT_ENABLE, RECEIVE_INTERRUPT);
    return true;
  }

  /**
   * Turning the FIFOs on empties them, and the first byte of input may be there already: it is kept, with the line cut
   * off meanwhile. The read at the end tells the host that it may go on.
   */
  private turnFifosOn(): void {
    out8(MODEM_CONTROL, MODEM_LOOPBACK);
    const isHeld = (in8(LINE_STATUS) & DATA_READY) !== 0;
    if (isHeld) {
      this.ring[0] = in8(DATA);
      this.count = 1;
    }
    out8(FIFO_CONTROL, FIFO_SETUP);
    out8(MODEM_CONTROL, MODEM_SETUP);
    if (isHeld && (in8(LINE_STATUS) & DATA_READY) === 0) in8(DATA);
  }

  /** Moves what has arrived into the ring. Interrupts are off. */
  receive(): void {
    while ((in8(LINE_STATUS) & DATA_READY) !== 0) {
      if (this.count === RING_BYTES) {
        this.isMasked = true;
        out8(INTERRUPT_ENABLE, 0);
        break;
      }
      this.ring[(this.head + this.count) & (RING_BYTES - 1)] = in8(DATA);
      this.count++;
    }
    if (this.count > 0) this.announceInput();
  }

  /** Decodes the next contiguous part of the ring into `to`; the number of bytes given. Interrupts are off. */
  private take(to: Slice<u8>): usize {
    let given: usize = 0;
    while (this.count > 0 && given === 0 && !this.decoder.isAtEnd) {
      const part = this.ring.subslice(this.head, min(this.head + this.count, RING_BYTES));
      const [taken, made] = this.decoder.decode(part, to);
      this.head = (this.head + taken) & (RING_BYTES - 1);
      this.count -= taken;
      given = made;
    }
    if (this.isMasked && this.count < RING_BYTES / 2) {
      this.isMasked = false;
      out8(INTERRUPT_ENABLE, RECEIVE_INTERRUPT);
    }
    return given;
  }

  override readAvailable(buffer: u64, n: usize): isize {
    let stretch!: FixedArray<u8, 512>;
    let done: usize = 0;
    while (done < n) {
      const on = disableInterrupts();
      const made = this.take(stretch.slice().subslice(0, min(n - done, stretch.length)));
      restoreInterrupts(on);
      if (made === 0) break;
      copyBytes(buffer + done, stretch.ptr.addr, made); // may fault pages in
      done += made;
    }
    if (done > 0 || n === 0 || this.decoder.isAtEnd) return isize(done);
    return -Errno.EAGAIN;
  }
  /** A lone escape byte counts as readable: `readAvailable` then takes it and says EAGAIN. */
  override isReadable(): boolean {
    return this.count > 0 || this.decoder.isAtEnd;
  }

  /** Waits until the transmitter is empty, at most for `pauses` pauses: false when it still is not. */
  private waitForTransmitter(pauses: u32): boolean {
    let rest = pauses;
    while (true) {
      for (let i: u32 = 0; i < POLLS; i++) {
        if ((in8(LINE_STATUS) & TRANSMITTER_EMPTY) !== 0) return true;
        spinHint();
      }
      if (rest === 0) return false;
      rest--;
      if (interruptsEnabled()) this.pause.waitUntilTimeout(never, 0, PAUSE_NS);
    }
  }

  override write(buffer: u64, n: usize): isize {
    using lock = this.transmitLock.hold();
    let done: usize = 0;
    while (done < n) {
      while (!this.waitForTransmitter(FLUSH_PAUSES)) log("serial: the host does not read the console");
      const count = min(n - done, FIFO_BYTES);
      outString8(DATA, ptr<u8>(buffer + done), count);
      done += count;
    }
    return isize(n);
  }
  override flush(): void {
    if (!this.waitForTransmitter(FLUSH_PAUSES)) log("serial: the host has not read the last output");
  }
}

let console!: SerialConsole;
let isAttached = false;

/** True when a UART answers at COM1: its scratch register keeps what is written. */
function isPresent(): boolean {
  out8(SCRATCH, 0x5a);
  if (in8(SCRATCH) !== 0x5a) return false;
  out8(SCRATCH, 0xa5);
  return in8(SCRATCH) === 0xa5;
}

/** Makes COM1 the console and the debug console stderr, where the machine has them. False when there is no UART. */
export function attachSerialConsole(): boolean {
  if (isAttached) return true;
  if (!isPresent()) return false;
  isAttached = true;
  console = new SerialConsole();
  if (!console.start()) log("serial: no interrupt line: input will not arrive");
  setConsole(console);
  const errors = openErrorChannel();
  if (errors !== null) setErrorConsole(errors);
  return true;
}
