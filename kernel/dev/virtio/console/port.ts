/**
 * One port of a virtio console (Virtio 1.2, section 5.3) as a character device.
 *
 * Output is copied to page buffers and given to the device; `write` returns while it is on its way and waits only when
 * all buffers are. Input arrives in buffers that the device always has; a used one is given back when its bytes are
 * read, so the host waits when nobody reads. The end of input is the escape of stdinescape.ts, or the host's closing of
 * its side where the device tells.
 *
 * Buffers are allocated when they are first needed: a program that only prints a line takes two pages.
 */
import { disableInterrupts, rdtsc, restoreInterrupts } from "../../../arch/x64/cpu.ts";
import { Errno } from "../../../lib/errno.ts";
import { log } from "../../../lib/log.ts";
import { allocPage } from "../../../mm/pages.ts";
import { physToVirt } from "../../../mm/physmap.ts";
import { Mutex } from "../../../sync/mutex.ts";
import { WaitQueue } from "../../../sync/waitqueue.ts";
import { tscFrequency } from "../../../time/tsc.ts";
import { CharDevice } from "../../console.ts";
import { StdinDecoder } from "../../stdinescape.ts";
import { offerBuffer } from "../offer.ts";
import type { Virtqueue } from "../virtqueue.ts";

const BUFFER_BYTES: u32 = 4096;
/** Buffers in each direction; also the size of the queues. */
export const PORT_BUFFERS: u16 = 4;
/** How long `write` sleeps at a time while the host does not read. */
const WAIT_NS: u64 = 10000000000;
const FLUSH_SECONDS: u64 = 5;
/** Ticks of the time-stamp counter in which most output has gone: before, its frequency need not be known. */
const FLUSH_POLL_TICKS: u64 = 1000000;

export class ConsolePort extends CharDevice {
  private readonly receiveQueue: Virtqueue;
  private readonly transmitQueue: Virtqueue;
  private readonly decoder: Embed<StdinDecoder> = new StdinDecoder();
  /** The used receive buffer that is being read, from `readAt` to `readEnd`; 0 when there is none. */
  private reading: u64 = 0;
  private readAt: u32 = 0;
  private readEnd: u32 = 0;
  private readonly writeLock: Embed<Mutex> = new Mutex();
  private readonly writeWaiters: Embed<WaitQueue> = new WaitQueue();
  /** Transmit buffers that are not on their way, as a stack. */
  private readonly freeBuffers!: FixedArray<u64, 4>;
  private freeCount: usize = 0;
  private transmitBuffers: u16 = 0;
  private receiveBuffers: u16 = 0;
  private wantsAllBuffers: boolean = true;
  private isHostClosed: boolean = false;

  constructor(receiveQueue: Virtqueue, transmitQueue: Virtqueue) {
    super();
    this.receiveQueue = receiveQueue;
    this.transmitQueue = transmitQueue;
  }

  /** Gives the device its first receive buffer. False when memory is short. */
  start(): boolean {
    if (!this.addReceiveBuffer()) return false;
    this.receiveQueue.ring.enableInterrupts();
    this.transmitQueue.ring.disableInterrupts();
    this.receiveQueue.notify();
    return true;
  }

  private addReceiveBuffer(): boolean {
    const page = allocPage();
    if (page === 0) return false;
    offerBuffer(this.receiveQueue, physToVirt(page), BUFFER_BYTES, true);
    this.receiveBuffers++;
    return true;
  }
  /** Once somebody reads, input shall flow: the other receive buffers. Interrupts are off. */
  private addAllReceiveBuffers(): void {
    while (this.receiveBuffers < PORT_BUFFERS && this.addReceiveBuffer());
    this.wantsAllBuffers = false;
    this.receiveQueue.notify();
  }

  /** The host opened or closed its side. */
  setHostOpen(isOpen: boolean): void {
    this.isHostClosed = !isOpen;
    if (!isOpen) this.announceInput();
  }

  private putBuffer(buffer: u64): void {
    this.freeBuffers[this.freeCount] = buffer;
    this.freeCount++;
  }

  /** Takes a used receive buffer over for reading. Interrupts are off. */
  private openReceived(): boolean {
    if (this.readAt < this.readEnd) return true;
    const [buffer, written] = this.receiveQueue.ring.takeUsed();
    if (buffer === 0) return false;
    this.reading = buffer;
    this.readAt = 0;
    this.readEnd = written;
    return true;
  }
  /** Gives the buffer back when all of it was read. Interrupts are off. */
  private closeReceived(): void {
    if (this.readAt < this.readEnd || this.reading === 0) return;
    offerBuffer(this.receiveQueue, this.reading, BUFFER_BYTES, true);
    this.receiveQueue.notify();
    this.receiveQueue.ring.enableInterrupts();
    this.reading = 0;
  }

  /** Decodes received bytes into `to`; how many. Interrupts are off. */
  private take(to: Slice<u8>): usize {
    let given: usize = 0;
    while (given === 0 && !this.decoder.isAtEnd && this.openReceived()) {
      const received = ptr<u8>(this.reading + u64(this.readAt)).slice(u64(this.readEnd - this.readAt));
      const [taken, made] = this.decoder.decode(received, to);
      this.readAt += u32(taken);
      given = made;
      this.closeReceived();
    }
    return given;
  }

  override readAvailable(buffer: u64, n: usize): isize {
    let stretch!: FixedArray<u8, 1024>;
    let done: usize = 0;
    while (done < n) {
      const on = disableInterrupts();
      if (this.wantsAllBuffers) this.addAllReceiveBuffers();
      const made = this.take(stretch.slice().subslice(0, min(n - done, stretch.length)));
      restoreInterrupts(on);
      if (made === 0) break;
      copyBytes(buffer + done, stretch.ptr.addr, made); // may fault pages in
      done += made;
    }
    if (done > 0 || n === 0 || this.decoder.isAtEnd || this.isHostClosed) return isize(done);
    return this.receiveQueue.ring.isBroken ? -Errno.EIO : -Errno.EAGAIN;
  }
  /** A lone escape byte counts as readable: `readAvailable` then takes it and says EAGAIN. */
  override isReadable(): boolean {
    const ring = this.receiveQueue.ring;
    const hasBytes = this.readAt < this.readEnd || ring.hasUsed;
    return hasBytes || ring.isBroken || this.decoder.isAtEnd || this.isHostClosed;
  }

  private addTransmitBuffer(): void {
    const page: u64 = this.transmitBuffers < PORT_BUFFERS ? allocPage() : 0;
    if (page === 0) return;
    this.transmitBuffers++;
    this.putBuffer(physToVirt(page));
  }
  /** Takes sent buffers back. Interrupts are off. */
  private collectSent(): void {
    while (true) {
      const [buffer] = this.transmitQueue.ring.takeUsed();
      if (buffer === 0) return;
      this.putBuffer(buffer);
    }
  }
  hasFreeBuffer(): boolean {
    if (this.freeCount === 0) this.collectSent();
    if (this.freeCount === 0) this.addTransmitBuffer();
    if (this.freeCount > 0 || this.transmitQueue.ring.isBroken || this.transmitBuffers === 0) return true;
    if (!this.transmitQueue.ring.enableInterrupts()) return false;
    this.collectSent();
    return this.freeCount > 0;
  }

  /** A free transmit buffer, waited for while the host does not read; 0 when the device is broken. */
  private takeBuffer(): u64 {
    const self = addressOf(this);
    const on = disableInterrupts();
    while (!this.hasFreeBuffer()) {
      if (!this.writeWaiters.waitUntilTimeout(mayWrite, self, WAIT_NS)) {
        log("virtio-console: the host does not read");
      }
    }
    this.transmitQueue.ring.disableInterrupts();
    let buffer: u64 = 0;
    if (this.freeCount > 0) {
      this.freeCount--;
      buffer = this.freeBuffers[this.freeCount];
    }
    restoreInterrupts(on);
    return buffer;
  }

  override write(buffer: u64, n: usize): isize {
    using lock = this.writeLock.hold();
    let done: usize = 0;
    while (done < n) {
      const to = this.takeBuffer();
      if (to === 0) return this.transmitQueue.ring.isBroken ? -Errno.EIO : -Errno.ENOMEM;
      const count = min(n - done, u64(BUFFER_BYTES));
      copyBytes(to, buffer + done, count);
      const on = disableInterrupts();
      offerBuffer(this.transmitQueue, to, u32(count), false);
      this.transmitQueue.notify();
      restoreInterrupts(on);
      done += count;
    }
    return isize(n);
  }
  override flush(): void {
    const start = rdtsc();
    while (this.transmitQueue.ring.pending > 0 && !this.transmitQueue.ring.isBroken) {
      const on = disableInterrupts();
      this.collectSent();
      restoreInterrupts(on);
      spinHint();
      if (rdtsc() - start < FLUSH_POLL_TICKS) continue;
      if (rdtsc() - start < FLUSH_SECONDS * tscFrequency()) continue;
      log("virtio-console: the host has not read the last output");
      return;
    }
  }

  /** In the interrupt handler. */
  onQueues(): void {
    if (this.receiveQueue.ring.hasUsed) this.announceInput();
    if (this.transmitQueue.ring.hasUsed) this.writeWaiters.wakeAll();
  }
}

function mayWrite(console: u64): boolean {
  return ref<ConsolePort>(console).hasFreeBuffer();
}
