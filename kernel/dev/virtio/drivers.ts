/**
 * Which driver serves which virtio device type. A profile names the drivers that it links in; the buses ask here for
 * each device that they find, and a device without a driver is left alone.
 */
import { log } from "../../lib/log.ts";
import type { VirtioTransport } from "./transport.ts";

/** Device types, Virtio 1.2, section 5. */
export enum DeviceType {
  network = 1,
  block = 2,
  console = 3,
  entropy = 4,
  balloon = 5,
}

type Attach = FnPtr<(transport: VirtioTransport) => boolean>;

let drivers!: FixedArray<Attach | null, 32>;

/** Links the driver of a device type in: `attach` starts one device and says whether it could. */
export function useDriver(deviceType: u32, attach: Attach): void {
  drivers[deviceType] = attach;
}

/** Starts the device behind a transport with its driver. False when nobody wants it; the transport may then be freed. */
export function attachDriver(transport: VirtioTransport): boolean {
  const deviceType = transport.deviceType();
  if (deviceType === 0) return false;
  const attach = deviceType < u32(drivers.length) ? drivers[deviceType] : null;
  if (attach === null) {
    log(`virtio: no driver for device type ${deviceType} at ${hex(transport.place())}`);
    return false;
  }
  return attach(transport);
}
