/**
 * A bounded walk over a mounted image, for tests: lists, looks up, reads and follows everything it may, and checks what
 * must hold whatever the image's bytes are. It ends by its own budget only where an image refers to itself.
 */
import { panic } from "../../lib/panic.ts";
import { releasePage } from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import { DirectoryEntry, type Inode } from "../../vfs/inode.ts";
import { BLOCK } from "./format.ts";

const DEEPEST: u32 = 6;
/** Pages of one file that are read. */
const MOST_PAGES: u64 = 6;

function isPartOfPath(name: string): boolean {
  if (name.length === 0 || name.length > 255 || name === "." || name === "..") return false;
  for (const byte of name) if (byte === 0 || byte === 0x2f) return false;
  return true;
}

export class Walker {
  /** Directory entries that may still be looked at. */
  budget: u64;
  /** What was found: entries listed, lookups that gave a file, and a sum over all bytes that were read. */
  listed: u64 = 0;
  found: u64 = 0;
  sum: u64 = 0;

  constructor(budget: u64) {
    this.budget = budget;
  }
  private readPages(file: Inode): void {
    const pages = min((file.size + BLOCK - 1) / BLOCK, MOST_PAGES);
    for (let i: u64 = 0; i < pages; i++) {
      const page = file.page(i);
      if (page === 0) continue;
      const bytes = physToVirt(page);
      const used = min(BLOCK, file.size - i * BLOCK);
      this.sum += u64(loadUnaligned<u8>(bytes)) + u64(loadUnaligned<u8>(bytes + used - 1)) * 3;
      releasePage(page);
      const again = file.cachedPage(i);
      if (again !== page) panic("a page that was just read is not in memory");
      releasePage(again);
    }
    if (file.page((file.size + BLOCK - 1) / BLOCK) !== 0) panic("a page beyond the end");
  }
  walk(at: Inode, depth: u32): void {
    if (at.isSymlink) {
      const [target, error] = at.readLink();
      if (error === 0 && target.length !== at.size) panic("a link's target is not as long as the link");
    } else if (at.isRegular) this.readPages(at);
    if (!at.isDirectory || depth > DEEPEST) return;
    const entry: Embed<DirectoryEntry> = new DirectoryEntry();
    let position: u64 = 0;
    while (this.budget > 0 && at.entryAt(position, entry)) {
      if (entry.next <= position) panic("a directory's positions do not ascend");
      position = entry.next;
      this.budget--;
      this.listed++;
      if (!isPartOfPath(entry.name)) panic("a name that must not be listed");
      const [child, error] = at.lookup(entry.name);
      if (child === null) {
        if (error >= 0) panic("a name without a file and without an error");
        continue;
      }
      if (error !== 0) panic("a file and an error");
      this.found++;
      this.walk(child, depth + 1);
      child.release();
    }
  }
}
