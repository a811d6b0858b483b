/** What driver and device exchange (Virtio 1.2, section 5.3). */

/** Feature bits, section 5.3.3. */
export enum Feature {
  multiport = 1,
}

/** Offsets in the device configuration, section 5.3.4. */
export enum Config {
  maxPorts = 4,
}

/** Events of control messages, section 5.3.6.2. */
export enum ControlEvent {
  deviceReady = 0,
  portAdd = 1,
  portRemove = 2,
  portReady = 3,
  portOpen = 6,
}

/** struct virtio_console_control. */
export class ControlMessage {
  port!: u32;
  event!: u16;
  value!: u16;
}
export const MESSAGE_BYTES: u32 = 8;

export const CONTROL_RECEIVE: u16 = 2;
export const CONTROL_TRANSMIT: u16 = 3;

/** The receive queue of a port, section 5.3.2; its transmit queue is the next. */
export function receiveQueueOf(port: u16): u16 {
  return port === 0 ? 0 : port * 2 + 2;
}
