/**
 * Sections of a mapped file, by name (gABI chapter 4). Section headers are not loaded with a program: they are read
 * from the file itself, so not during a panic, when nothing may sleep.
 */
import { ByteReader } from "../lib/bytereader.ts";
import { isPanicking } from "../lib/panic.ts";
import { PAGE_SIZE } from "../mm/layout.ts";
import { releasePage } from "../mm/pages.ts";
import type { PageSource } from "../mm/pagesource.ts";
import { physToVirt } from "../mm/physmap.ts";

/** Elf64_Shdr. */
const SECTION_BYTES: u64 = 64;

export class Section {
  /** The file's own address, and bytes. */
  address: u64 = 0;
  size: u64 = 0;
}

/** Reads of a file's contents; addresses are its bytes. */
class FileReader extends ByteReader {
  private readonly source: PageSource;

  constructor(source: PageSource) {
    super();
    this.source = source;
  }

  protected override fetch(address: u64, to: u64, n: u64): boolean {
    const size = this.source.pageSourceSize();
    if (address > size || n > size - address) return false;
    let done: u64 = 0;
    while (done < n) {
      const at = address + done;
      const page = this.source.page(at / PAGE_SIZE);
      if (page === 0) return false;
      const inPage = at & (PAGE_SIZE - 1);
      const step = min(n - done, PAGE_SIZE - inPage);
      copyBytes(to + done, physToVirt(page) + inPage, step);
      releasePage(page);
      done += step;
    }
    return true;
  }
}

/** Finds the section called `name`; false when there is none or it is not loaded. */
export function findSection(source: PageSource, name: string, section: Section): boolean {
  if (isPanicking()) return false;
  const reader: Embed<FileReader> = new FileReader(source);
  const table = reader.u64(40);
  const count = u64(reader.u16(60));
  if (reader.u16(58) !== u16(SECTION_BYTES)) return false;
  const names = reader.u64(table + u64(reader.u16(62)) * SECTION_BYTES + 24);
  for (let i: u64 = 0; i < count && !reader.failed; i++) {
    const at = table + i * SECTION_BYTES;
    if (!isNamed(reader, names + u64(reader.u32(at)), name)) continue;
    section.address = reader.u64(at + 16);
    section.size = reader.u64(at + 32);
    return !reader.failed && section.address !== 0;
  }
  return false;
}

function isNamed(reader: ByteReader, at: u64, name: string): boolean {
  for (let i: u64 = 0; i < name.length; i++) if (reader.u8(at + i) !== name.byteAt(i)) return false;
  return reader.u8(at + name.length) === 0 && !reader.failed;
}
