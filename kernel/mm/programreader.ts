/**
 * Reads of the program's memory that never trap: through the page tables, page by page. Pages that are not present are
 * faulted in, but not during a panic, when nothing may sleep.
 */
import { ByteReader } from "../lib/bytereader.ts";
import { isPanicking } from "../lib/panic.ts";
import type { AddressSpace } from "./addressspace.ts";
import { PAGE_SIZE } from "./layout.ts";
import { physToVirt } from "./physmap.ts";

export class ProgramReader extends ByteReader {
  private readonly space: AddressSpace;

  constructor(space: AddressSpace) {
    super();
    this.space = space;
  }

  protected override fetch(address: u64, to: u64, n: u64): boolean {
    let done: u64 = 0;
    while (done < n) {
      const at = address + done;
      if (!this.space.isReadable(at, 1)) return false;
      const page = this.pageAt(at);
      if (page === 0) return false;
      const inPage = at & (PAGE_SIZE - 1);
      const step = min(n - done, PAGE_SIZE - inPage);
      copyBytes(to + done, page + inPage, step);
      done += step;
    }
    return true;
  }

  private pageAt(address: u64): u64 {
    const { table } = this.space.mappings;
    let page = table.pageAt(address);
    if (page === 0) {
      if (isPanicking() || this.space.handleFault(address, false, false) !== 0) return 0;
      page = table.pageAt(address);
    }
    return page === 0 ? 0 : physToVirt(page);
  }
}
