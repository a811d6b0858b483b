/**
 * What a mapping can show: the pages of a file, from the page cache. vfs Inode extends it.
 *
 * Every page that is handed out carries a reference of its own, which the receiver gives back with `releasePage`.
 */
import { Errno } from "../lib/errno.ts";
import type { Writer } from "../lib/writer.ts";
import { releasePage } from "./pages.ts";

let identities: u64 = 1;

export abstract class PageSource {
  private identityGiven: u64 = 0;

  /** A number above 1 that no other source ever has: it names what is mapped to those who may outlive it. */
  identity(): u64 {
    if (this.identityGiven === 0) this.identityGiven = ++identities;
    return this.identityGiven;
  }
  /**
   * Physical address of the page that holds bytes `index * 4096` and on, reference raised; may sleep. Bytes beyond the
   * end are zero. 0 on an input error and for a page that starts at or beyond the end.
   */
  abstract page(index: u64): u64;
  /** As `page`, but only what is in memory already: never sleeps; 0 for anything else. Used to map neighbours of a fault. */
  cachedPage(index: u64): u64 {
    return 0;
  }
  /** Whether page `index` is in memory: what mincore(2) tells of a mapping that has not been touched. */
  isCached(index: u64): boolean {
    const page = this.cachedPage(index);
    if (page !== 0) releasePage(page);
    return page !== 0;
  }
  /** Makes pages read as zeros, mapped ones too: MADV_REMOVE. -EOPNOTSUPP where files cannot have holes. */
  punchHole(_first: u64, _count: u64): i32 {
    return -Errno.EOPNOTSUPP;
  }
  /** The program has written to its pages through a shared mapping: the times of the file. */
  wasWritten(): void {}
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
