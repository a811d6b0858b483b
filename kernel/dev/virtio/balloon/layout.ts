/** What balloon driver and device exchange (Virtio 1.2, section 5.5). */

/** Feature bits, section 5.5.3. */
export enum Feature {
  statistics = 1,
  deflateOnOom = 2,
  freePageHint = 3,
  pageReporting = 5,
}

/** Offsets in the device configuration, section 5.5.4. */
export enum Config {
  /** Pages that the host wants. */
  wanted = 0,
  /** Pages that it has. */
  actual = 4,
}

export const INFLATE_QUEUE: u16 = 0;
export const DEFLATE_QUEUE: u16 = 1;
export const STATISTICS_QUEUE: u16 = 2;
/** The reporting queue follows, behind that of free page hints where the device offers those. */
export const NEXT_QUEUE: u16 = 3;

/** Statistics, section 5.5.6.4; values in bytes. */
export enum Statistic {
  freeMemory = 4,
  totalMemory = 5,
  availableMemory = 6,
  caches = 7,
}
export const STATISTICS: u64 = 4;
/** struct virtio_balloon_stat is packed: tag (le16) and value (le64). */
export const STATISTIC_BYTES: u64 = 10;
