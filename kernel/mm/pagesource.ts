/**
 * What a mapping can show: the pages of a file, from the page cache. vfs Inode extends it.
 *
 * Every page that is handed out carries a reference of its own, which the receiver gives back with `releasePage`.
 */
export abstract class PageSource {
  /**
   * Physical address of the page that holds bytes `index * 4096` and on, reference raised; may sleep. Bytes beyond the
   * end are zero. 0 on an input error and for a page that starts at or beyond the end.
   */
  abstract page(index: u64): u64;
  /** As `page`, but only what is in memory already: never sleeps; 0 for anything else. Used to map neighbours of a fault. */
  cachedPage(index: u64): u64 {
    return 0;
  }
  /** Bytes. */
  abstract pageSourceSize(): u64;
  abstract retain(): void;
  abstract release(): void;
  /** The path that memory maps show; empty for a source without one. */
  mappedName(): string {
    return "";
  }
  /** Inode number that memory maps show. */
  mappedInode(): u64 {
    return 0;
  }
}
