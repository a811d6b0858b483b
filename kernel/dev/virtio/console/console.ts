/**
 * Virtio console devices (Virtio 1.2, section 5.3): the first port that is found carries stdin and stdout, the second
 * stderr (docs/boot-protocol.md, "Channels").
 *
 * A device with VIRTIO_CONSOLE_F_MULTIPORT announces its ports in control messages; one without has just port 0. The
 * driver serves the first `MOST_PORTS` ports. Announcements are waited for at boot, since the program's streams depend
 * on them, and are also taken later.
 */
import { disableInterrupts, rdtsc, restoreInterrupts } from "../../../arch/x64/cpu.ts";
import { log } from "../../../lib/log.ts";
import { setConsole, setErrorConsole } from "../../console.ts";
import { featureBit, VirtioDevice } from "../device.ts";
import type { VirtioTransport } from "../transport.ts";
import { CONTROL_BUFFERS, ControlChannel } from "./control.ts";
import {
  CONTROL_RECEIVE,
  CONTROL_TRANSMIT,
  Config,
  ControlEvent,
  ControlMessage,
  Feature,
  receiveQueueOf,
} from "./layout.ts";
import { ConsolePort, PORT_BUFFERS } from "./port.ts";

const MOST_PORTS: u32 = 4;
/** Ticks of the time-stamp counter to wait for the first port, and for one more after another. */
const FIRST_PORT_TICKS: u64 = 1000000000;
const NEXT_PORT_TICKS: u64 = 3000000;

let usedPorts: u32 = 0;

/** Gives a port the next of the program's streams. */
function usePort(port: ConsolePort): void {
  if (usedPorts === 0) setConsole(port);
  else if (usedPorts === 1) setErrorConsole(port);
  usedPorts++;
}

class VirtioConsole {
  private readonly device: VirtioDevice;
  private readonly ports!: FixedArray<ConsolePort | null, 4>;
  /** Which ports the device has announced. */
  private readonly isAdded!: FixedArray<boolean, 4>;
  private portCount: u32 = 1;
  private control: ControlChannel | null = null;

  constructor(device: VirtioDevice) {
    this.device = device;
  }

  /** Sets the queues up; they must all be there before the device goes live. */
  addQueues(): boolean {
    if (this.device.has(Feature.multiport)) {
      this.portCount = max(min(this.device.transport.config32(Config.maxPorts), MOST_PORTS), 1);
      const receive = this.device.addQueue(CONTROL_RECEIVE, CONTROL_BUFFERS, 0);
      const transmit = this.device.addQueue(CONTROL_TRANSMIT, 1, 0);
      if (receive === null || transmit === null) return false;
      const control = new ControlChannel(receive, transmit);
      if (!control.allocBuffers()) return false;
      this.control = control;
    }
    for (let i: u32 = 0; i < this.portCount; i++) {
      const queue = receiveQueueOf(u16(i));
      const receive = this.device.addQueue(queue, PORT_BUFFERS, 0);
      const transmit = this.device.addQueue(queue + 1, PORT_BUFFERS, 0);
      if (receive === null || transmit === null) return false;
      this.ports[i] = new ConsolePort(receive, transmit);
    }
    return true;
  }

  /** After the device went live: finds the ports. */
  findPorts(): void {
    const control = this.control;
    const on = disableInterrupts();
    if (control === null) this.addPort(0);
    else {
      control.start();
      control.send(0, ControlEvent.deviceReady, 1);
      this.awaitPorts();
    }
    restoreInterrupts(on);
  }

  /** Takes announcements until the last possible port was announced, or none came for a while. */
  private awaitPorts(): void {
    let start = rdtsc();
    let limit = FIRST_PORT_TICKS;
    while (!this.isAdded[this.portCount - 1] && rdtsc() - start < limit) {
      if (this.takeMessages()) {
        start = rdtsc();
        limit = NEXT_PORT_TICKS;
      }
      spinHint();
    }
    if (limit === FIRST_PORT_TICKS && !this.isAdded[this.portCount - 1])
      log("virtio-console: no port was announced");
  }

  /** Handles all control messages that have arrived: false when there was none. Interrupts are off. */
  private takeMessages(): boolean {
    const control = this.control;
    if (control === null) return false;
    const message: Embed<ControlMessage> = new ControlMessage();
    let any = false;
    while (control.receive(message)) {
      any = true;
      if (message.port >= this.portCount) continue;
      const port = this.ports[message.port];
      const event = u32(message.event);
      if (event === ControlEvent.portAdd) this.addPort(message.port);
      else if (event === ControlEvent.portOpen && port !== null) port.setHostOpen(message.value !== 0);
      else if (event === ControlEvent.portRemove && port !== null) port.setHostOpen(false);
    }
    return any;
  }

  private addPort(index: u32): void {
    const port = this.ports[index];
    if (port === null || this.isAdded[index]) return;
    this.isAdded[index] = true;
    const control = this.control;
    if (control !== null) control.send(index, ControlEvent.portReady, 1);
    if (!port.start()) {
      log("virtio-console: no memory for buffers");
      return;
    }
    if (control !== null) control.send(index, ControlEvent.portOpen, 1);
    usePort(port);
  }

  /** In the interrupt handler. */
  onQueues(): void {
    this.takeMessages();
    for (let i: u32 = 0; i < this.portCount; i++) {
      const port = this.ports[i];
      if (port !== null && this.isAdded[i]) port.onQueues();
    }
  }
}

function onQueues(console: u64): void {
  ref<VirtioConsole>(console).onQueues();
}

/** Starts a console device: for `useDriver`. True when the transport is in use. */
export function attachVirtioConsole(transport: VirtioTransport): boolean {
  const device = new VirtioDevice(transport);
  if (!device.begin() || !device.negotiate(featureBit(Feature.multiport)) || !device.connect()) {
    free(device);
    return false;
  }
  const console = new VirtioConsole(device);
  if (!console.addQueues()) {
    log("virtio-console: its queues cannot be set up");
    device.reset();
    return true;
  }
  device.start(onQueues, addressOf(console));
  console.findPorts();
  return true;
}
