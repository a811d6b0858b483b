/**
 * The control channel of a console device with several ports (Virtio 1.2, section 5.3.6.2). A message that finds no
 * receive buffer is lost, so there are more buffers than the device sends at a time. Interrupts are off in all calls.
 */
import { rdtsc } from "../../../arch/x64/cpu.ts";
import { log } from "../../../lib/log.ts";
import { offerBuffer } from "../offer.ts";
import { allocShared, type Virtqueue } from "../virtqueue.ts";
import { type ControlEvent, type ControlMessage, MESSAGE_BYTES } from "./layout.ts";

export const CONTROL_BUFFERS: u16 = 16;
/** A message, and what fits of a port's name behind it. */
const BUFFER_BYTES: u32 = 64;
/** Ticks of the time-stamp counter that the device may take for a message: a second at up to 10 GHz. */
const SEND_TICKS: u64 = 10000000000;

export class ControlChannel {
  private readonly receiveQueue: Virtqueue;
  private readonly transmitQueue: Virtqueue;
  private outgoing: u64 = 0;

  constructor(receiveQueue: Virtqueue, transmitQueue: Virtqueue) {
    this.receiveQueue = receiveQueue;
    this.transmitQueue = transmitQueue;
  }

  /** Memory for the messages; false when it is short. */
  allocBuffers(): boolean {
    const memory = allocShared(u64(CONTROL_BUFFERS + 1) * u64(BUFFER_BYTES));
    if (memory === 0) return false;
    this.outgoing = memory;
    for (let i: u64 = 1; i <= u64(CONTROL_BUFFERS); i++) {
      offerBuffer(this.receiveQueue, memory + i * u64(BUFFER_BYTES), BUFFER_BYTES, true);
    }
    this.receiveQueue.ring.enableInterrupts();
    this.transmitQueue.ring.disableInterrupts();
    return true;
  }
  /** After the device went live. */
  start(): void {
    this.receiveQueue.notify();
  }

  /** Sends a message and waits until the device has read it. False when it does not within the limit. */
  send(port: u32, event: ControlEvent, value: u16): boolean {
    const message = ref<ControlMessage>(this.outgoing);
    message.port = port;
    message.event = u16(event);
    message.value = value;
    offerBuffer(this.transmitQueue, this.outgoing, MESSAGE_BYTES, false);
    this.transmitQueue.notify();
    const start = rdtsc();
    while (rdtsc() - start < SEND_TICKS) {
      const [sent] = this.transmitQueue.ring.takeUsed();
      if (sent !== 0) return true;
      spinHint();
    }
    log("virtio-console: the device does not take a control message");
    return false;
  }

  /** Copies the next message that has arrived; false when there is none. */
  receive(into: ControlMessage): boolean {
    const [buffer, written] = this.receiveQueue.ring.takeUsed();
    if (buffer === 0) {
      this.receiveQueue.ring.enableInterrupts();
      return false;
    }
    const message = ref<ControlMessage>(buffer);
    into.port = written >= MESSAGE_BYTES ? message.port : 0xffffffff;
    into.event = message.event;
    into.value = message.value;
    offerBuffer(this.receiveQueue, buffer, BUFFER_BYTES, true);
    this.receiveQueue.notify();
    return true;
  }
  get hasMessage(): boolean {
    return this.receiveQueue.ring.hasUsed;
  }
}
