/** What driver and device exchange (Virtio 1.2, section 5.2). */

/** Feature bits, section 5.2.3. */
export enum Feature {
  sizeMax = 1,
  segmentMax = 2,
  readOnly = 5,
  blockSize = 6,
  flush = 9,
}

/** Offsets in the device configuration, section 5.2.4. */
export enum Config {
  capacity = 0,
  sizeMax = 8,
  segmentMax = 12,
  blockSize = 20,
}

/** Request types, section 5.2.6. */
export enum RequestType {
  read = 0,
  write = 1,
  flush = 4,
}

/** Status byte, section 5.2.6. */
export enum RequestStatus {
  ok = 0,
  ioError = 1,
  unsupported = 2,
  /** Not of the protocol: what we put there before the device writes. */
  pending = 255,
}

/** The first buffer of a request. */
export class RequestHeader {
  requestType!: u32;
  reserved!: u32;
  sector!: u64;
}
export const HEADER_BYTES: u32 = 16;
