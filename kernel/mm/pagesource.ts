/**
 * What a mapping can show: the pages of a file, from the page cache. vfs Inode extends it.
 *
 * Every page that is handed out carries a reference of its own, which the receiver gives back with `releasePage`.
 */
import type { Writer } from "../lib/writer.ts";

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
  /** Writes the path that memory maps and backtraces show; nothing for a source without one. Must not allocate. */
  writeMappedName(w: Writer): void {}
  /** Inode number that memory maps show. */
  mappedInode(): u64 {
    return 0;
  }
}
