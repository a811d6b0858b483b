/**
 * One block of an EROFS directory: an array of 12-byte entries sorted by name, then the names one behind the other. The
 * first entry's name offset tells how many entries there are.
 */
import { compareStrings } from "../../lib/strings.ts";
import { DIRENT_NAME_OFFSET, DIRENT_SIZE } from "./format.ts";

const LONGEST_NAME: u64 = 255;

export class DirectoryBlock {
  private at: u64 = 0;
  private length: u64 = 0;
  count: u64 = 0;

  /** Takes `length` bytes at an address; false when the entries cannot be right. */
  open(at: u64, length: u64): boolean {
    this.at = at;
    this.length = length;
    this.count = 0;
    if (length < DIRENT_SIZE) return false;
    const first = this.nameOffset(0);
    if (first < DIRENT_SIZE || first > length || first % DIRENT_SIZE !== 0) return false;
    this.count = first / DIRENT_SIZE;
    let before = first;
    for (let i: u64 = 0; i < this.count; i++) {
      const offset = this.nameOffset(i);
      // Names have at least one byte and lie one behind the other.
      if (offset >= length || (i > 0 && (offset <= before || offset - before > LONGEST_NAME))) return false;
      before = offset;
    }
    return true;
  }
  private nameOffset(i: u64): u64 {
    return u64(loadUnaligned<u16>(this.at + i * DIRENT_SIZE + DIRENT_NAME_OFFSET));
  }
  nid(i: u64): u64 {
    return loadUnaligned<u64>(this.at + i * DIRENT_SIZE);
  }
  fileType(i: u64): u8 {
    return loadUnaligned<u8>(this.at + i * DIRENT_SIZE + 10);
  }
  /** A name ends where the next begins; the last one at a NUL or the end of the block. */
  name(i: u64): string {
    const start = this.nameOffset(i);
    const end: u64 = i + 1 < this.count ? this.nameOffset(i + 1) : this.length;
    const bytes = ptr<u8>(this.at + start);
    let n: u64 = 0;
    while (n < end - start && n < LONGEST_NAME && bytes[n] !== 0) n++;
    return stringAt(bytes, n);
  }
  /** [position, 0] when found; [0, -1] when `name` is before the first entry, [count, 1] when behind the last, else [where it would be, 1]. */
  find(name: string): [u64, i32] {
    let low: u64 = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) / 2;
      const order = compareStrings(name, this.name(middle));
      if (order === 0) return [middle, 0];
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    return low === 0 ? [0, -1] : [low, 1];
  }
}
