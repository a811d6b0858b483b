/**
 * Virtio console devices with one port (Virtio 1.2, section 5.3, without VIRTIO_CONSOLE_F_MULTIPORT): the first device
 * is stdin and stdout, the second stderr (docs/boot-protocol.md, "Channels").
 *
 * Output is copied to page buffers and given to the device; `write` returns while it is on its way and waits only when
 * all buffers are. Input arrives in buffers that the device always has; a used one is given back when its bytes are
 * read, so the host waits when nobody reads. One port has no way to say that the host closed it: the end of input is the
 * escape of stdinescape.ts.
 */
import { disableInterrupts, rdtsc, restoreInterrupts } from "../../../arch/x64/cpu.ts";
import { Errno } from "../../../lib/errno.ts";
import { log } from "../../../lib/log.ts";
import { virtToPhys } from "../../../mm/physmap.ts";
import { Mutex } from "../../../sync/mutex.ts";
import { WaitQueue } from "../../../sync/waitqueue.ts";
import { tscFrequency } from "../../../time/tsc.ts";
import { CharDevice, setConsole, setErrorConsole } from "../../console.ts";
import { StdinDecoder } from "../../stdinescape.ts";
import { VirtioDevice } from "../device.ts";
import type { BufferPart } from "../ring.ts";
import type { VirtioTransport } from "../transport.ts";
import { allocShared, type Virtqueue } from "../virtqueue.ts";

/** Queue numbers of port 0, section 5.3.2. */
const RECEIVE: u16 = 0;
const TRANSMIT: u16 = 1;

const BUFFER_BYTES: u32 = 4096;
const RECEIVE_BUFFERS: u16 = 2;
const TRANSMIT_BUFFERS: u16 = 4;
/** How long `write` sleeps at a time while the host does not read. */
const WAIT_NS: u64 = 10000000000;
const FLUSH_SECONDS: u64 = 5;
/** Ticks of the time-stamp counter in which most output has gone: before, its frequency need not be known. */
const FLUSH_POLL_TICKS: u64 = 1000000;

export class VirtioConsole extends CharDevice {
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

  constructor(receiveQueue: Virtqueue, transmitQueue: Virtqueue) {
    super();
    this.receiveQueue = receiveQueue;
    this.transmitQueue = transmitQueue;
  }

  /** Memory for the buffers; false when it is short. */
  allocBuffers(): boolean {
    const count = u64(RECEIVE_BUFFERS + TRANSMIT_BUFFERS);
    const memory = allocShared(count * u64(BUFFER_BYTES));
    if (memory === 0) return false;
    for (let i: u64 = 0; i < count; i++) {
      const buffer = memory + i * u64(BUFFER_BYTES);
      if (i < u64(RECEIVE_BUFFERS)) offer(this.receiveQueue, buffer, BUFFER_BYTES, true);
      else this.putBuffer(buffer);
    }
    this.receiveQueue.ring.enableInterrupts();
    this.transmitQueue.ring.disableInterrupts();
    return true;
  }
  /** After the device went live: tells it of the receive buffers. */
  startReceiving(): void {
    this.receiveQueue.notify();
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
    offer(this.receiveQueue, this.reading, BUFFER_BYTES, true);
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
      const made = this.take(stretch.slice().subslice(0, min(n - done, stretch.length)));
      restoreInterrupts(on);
      if (made === 0) break;
      copyBytes(buffer + done, stretch.ptr.addr, made); // may fault pages in
      done += made;
    }
    if (done > 0 || n === 0 || this.decoder.isAtEnd) return isize(done);
    return this.receiveQueue.ring.isBroken ? -Errno.EIO : -Errno.EAGAIN;
  }
  /** A lone escape byte counts as readable: `readAvailable` then takes it and says EAGAIN. */
  override isReadable(): boolean {
    const ring = this.receiveQueue.ring;
    return this.readAt < this.readEnd || ring.hasUsed || ring.isBroken || this.decoder.isAtEnd;
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
    if (this.freeCount > 0 || this.transmitQueue.ring.isBroken) return true;
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
      if (to === 0) return -Errno.EIO;
      const count = min(n - done, u64(BUFFER_BYTES));
      copyBytes(to, buffer + done, count);
      const on = disableInterrupts();
      offer(this.transmitQueue, to, u32(count), false);
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
    if (this.receiveQueue.ring.hasUsed) this.readWaiters.wakeAll();
    if (this.transmitQueue.ring.hasUsed) this.writeWaiters.wakeAll();
  }
}

function mayWrite(console: u64): boolean {
  return ref<VirtioConsole>(console).hasFreeBuffer();
}
function onQueues(console: u64): void {
  ref<VirtioConsole>(console).onQueues();
}

/** Gives a buffer to the device under its own address as the token. */
function offer(queue: Virtqueue, buffer: u64, length: u32, deviceWrites: boolean): void {
  let parts!: FixedArray<Embed<BufferPart>, 1>;
  parts[0].address = virtToPhys(buffer);
  parts[0].length = length;
  parts[0].deviceWrites = deviceWrites;
  queue.ring.add(parts.slice(), 1, buffer);
}

let consoleCount: u32 = 0;

/** Starts a console: for `useDriver`. True when the transport is in use. */
export function attachVirtioConsole(transport: VirtioTransport): boolean {
  const device = new VirtioDevice(transport);
  if (!device.begin() || !device.negotiate(0) || !device.connect()) {
    free(device);
    return false;
  }
  const receive = device.addQueue(RECEIVE, RECEIVE_BUFFERS, 0);
  const transmit = device.addQueue(TRANSMIT, TRANSMIT_BUFFERS, 0);
  if (receive === null || transmit === null) return true;
  const console = new VirtioConsole(receive, transmit);
  if (!console.allocBuffers()) {
    log("virtio-console: no memory for buffers");
    return true;
  }
  device.start(onQueues, addressOf(console));
  console.startReceiving();
  if (consoleCount === 0) setConsole(console);
  else if (consoleCount === 1) setErrorConsole(console);
  consoleCount++;
  return true;
}
